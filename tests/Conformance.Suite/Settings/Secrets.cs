using System.Collections.Immutable;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Wire;

namespace Conformance.Suite.Settings;

/// <summary>The secrets of a run. They come from the environment only, and are never written.</summary>
/// <param name="ApiKey">The API key; null for none.</param>
/// <param name="AdminApiKey">The admin key; null for none.</param>
/// <param name="OAuthToken">An OAuth access token with <c>org:admin</c>; null for none.</param>
public sealed record Secrets(string? ApiKey, string? AdminApiKey, string? OAuthToken = null)
{
    private const string ApiKeyVariable = "CONFORMANCE_API_KEY";
    private const string AdminApiKeyVariable = "CONFORMANCE_ADMIN_API_KEY";
    private const string OAuthTokenVariable = "CONFORMANCE_OAUTH_TOKEN";
    private const string HeadersVariable = "CONFORMANCE_SECRET_HEADERS";

    /// <summary>The environment variables that hold them.</summary>
    public static IReadOnlyList<string> EnvironmentVariables { get; } =
    [
        ApiKeyVariable, AdminApiKeyVariable, OAuthTokenVariable, HeadersVariable
    ];

    /// <summary>Header fields with a secret value that a gateway needs on every request.</summary>
    public ImmutableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Every secret value, for what must not show them.</summary>
    public IReadOnlyList<string> Values =>
        [
            .. new[] { ApiKey, AdminApiKey, OAuthToken }.OfType<string>(),
            .. Headers.Select(header => header.Value).Where(value => value.Length > 0)
        ];

    /// <summary>What was odd about them and is mended, one line each, without their values.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The keys of the embedded run, which are public.</summary>
    public static Secrets Embedded { get; } = new(ReferenceKeys.Api, ReferenceKeys.Admin, ReferenceKeys.OAuth);

    /// <summary>The name of a kind of key, for people.</summary>
    public static string Name(KeyKind kind) => kind switch
    {
        KeyKind.Admin => "admin key",
        KeyKind.Api => "API key",
        _ => "OAuth token with org:admin",
    };

    /// <summary>The environment variable that holds a kind of key.</summary>
    public static string Variable(KeyKind kind) => kind switch
    {
        KeyKind.Admin => AdminApiKeyVariable,
        KeyKind.Api => ApiKeyVariable,
        _ => OAuthTokenVariable,
    };

    /// <summary>The key of a kind; null for none.</summary>
    public string? For(KeyKind kind) => kind switch
    {
        KeyKind.Admin => AdminApiKey,
        KeyKind.Api => ApiKey,
        _ => OAuthToken,
    };

    /// <summary>The secrets in an environment. Blanks and line ends around a key are taken off, and a warning says so.</summary>
    /// <exception cref="SettingsException">A value has characters that no header field can carry.</exception>
    public static Secrets From(IReadOnlyDictionary<string, string> environment)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        string? Value(params string[] names)
        {
            foreach (var name in names)
            {
                if (environment.TryGetValue(name, out var value) && value.Trim() is { Length: > 0 } key)
                {
                    if (key.Length < value.Length)
                    {
                        warnings.Add($"{name} begins or ends with blanks or line ends; they were left off");
                    }

                    return key.All(character => character is > ' ' and < '\x7f')
                        ? key
                        : throw new SettingsException($"{name} holds characters that a header field cannot carry");
                }
            }

            return null;
        }

        return new Secrets(Value(ApiKeyVariable, "ANTHROPIC_API_KEY"), Value(AdminApiKeyVariable), Value(OAuthTokenVariable))
        {
            Headers = SecretHeaders(environment.GetValueOrDefault(HeadersVariable) ?? ""),
            Warnings = warnings.ToImmutable(),
        };
    }

    /// <summary>Never the keys.</summary>
    public override string ToString() =>
        $"API key {Given(ApiKey)}, admin key {Given(AdminApiKey)}, OAuth token {Given(OAuthToken)}, {Headers.Length} secret headers";

    private static string Given(string? key) => key is null ? "absent" : "given";

    private static ImmutableArray<HeaderField> SecretHeaders(string text)
    {
        try
        {
            return SettingText.Headers(text);
        }
        catch (FormatException exception)
        {
            throw new SettingsException($"environment: {HeadersVariable}: {exception.Message}");
        }
    }
}
