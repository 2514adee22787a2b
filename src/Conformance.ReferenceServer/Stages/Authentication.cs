using Conformance.Contract;
using Conformance.Reference.Pipeline;
using Microsoft.Extensions.Primitives;

namespace Conformance.Reference.Stages;

/// <summary>
/// Who asks. "Every request needs one of the two": the key in <c>x-api-key</c>, or as a bearer token since 2026. Where both
/// are there, <c>x-api-key</c> is the one that counts, even when it is empty (recorded).
/// </summary>
internal static class Authentication
{
    /// <summary>How every key of the API begins.</summary>
    public const string KeyPrefix = "sk-ant-";

    private const string AdminPrefix = "sk-ant-admin";
    private const string OAuthPrefix = "sk-ant-oat";
    private const string Scheme = "Bearer ";

    /// <summary>401 without a valid key, 403 for an operation that takes another kind of key.</summary>
    public static ValueTask<Answer?> Check(ApiRequest request)
    {
        var headers = request.Http.Request.Headers;
        request.Key = ValidKey(headers);
        if (request.Key is null)
        {
            var message = headers.ContainsKey(HeaderNames.ApiKey) ? "invalid x-api-key"
                : headers.Authorization.Count > 0 ? "Invalid bearer token"
                : "x-api-key header is required";
            return new(Answers.Error(request, StatusCodes.Status401Unauthorized, message));
        }

        if (request.Operation is { } operation && operation.Key != Kind(request.Key))
        {
            var needed = operation.Key switch
            {
                KeyKind.Admin => "an admin API key",
                KeyKind.OAuth => "an OAuth access token with the org:admin scope; API keys are not accepted",
                _ => "an API key",
            };
            if (operation.Key != KeyKind.Api || Kind(request.Key) == KeyKind.OAuth)
            {
                return new(Answers.Error(request, StatusCodes.Status403Forbidden, $"This operation needs {needed}"));
            }
        }

        return default;
    }

    /// <summary>The key that a request is made with; null where it has none or one that is not valid.</summary>
    public static string? ValidKey(IHeaderDictionary headers)
    {
        var inApiKey = headers.TryGetValue(HeaderNames.ApiKey, out var given);
        var key = inApiKey ? Single(given) : Bearer(headers.Authorization);
        return key is not null && IsValid(key) && !(inApiKey && Kind(key) == KeyKind.OAuth) ? key : null;
    }

    private static KeyKind Kind(string key) =>
        key.StartsWith(AdminPrefix, StringComparison.Ordinal) ? KeyKind.Admin
        : key.StartsWith(OAuthPrefix, StringComparison.Ordinal) ? KeyKind.OAuth
        : KeyKind.Api;

    private static bool IsValid(string key) =>
        key.Length > KeyPrefix.Length
        && key.StartsWith(KeyPrefix, StringComparison.Ordinal)
        && !key.Contains("invalid", StringComparison.Ordinal)
        && !ReferenceKeys.All.Any(known => IsNear(key, known))
        && key.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    // Every other key opens this server, but a known one that was changed a little is the wrong key and not another one.
    private static bool IsNear(string key, string known) =>
        key != known
        && (key.StartsWith(known, StringComparison.OrdinalIgnoreCase)
            || known.StartsWith(key, StringComparison.OrdinalIgnoreCase)
            || (key.Length == known.Length && key.AsSpan()[..^1].Equals(known.AsSpan()[..^1], StringComparison.OrdinalIgnoreCase)));

    private static string? Bearer(StringValues values) =>
        Single(values) is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;

    private static string? Single(StringValues values) => values.Count == 1 ? values[0] : null;
}
