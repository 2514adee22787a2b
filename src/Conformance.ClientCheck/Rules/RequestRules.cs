using System.Net.Http.Headers;
using Conformance.Contract;
using static Conformance.Contract.Level;

namespace Conformance.Clients;

/// <summary>What every request of a client has, in whatever scenario it is sent.</summary>
internal static class RequestRules
{
    private const string Scheme = "Bearer ";
    private const string KeyPrefix = "sk-ant-";

    /// <summary>The rules.</summary>
    public static IReadOnlyList<ClientRule> All { get; } =
    [
        new("client.key", Must, Snapshot.June2024, "Every request carries the key, in x-api-key or as a bearer token",
            new(Documents.Authentication, "API keys",
                "Every request carries the API key as a bearer token in `Authorization`; `x-api-key` is the older way and still accepted."))
        {
            Judge = runs => Each(runs, "a key in x-api-key or Authorization", IsOfApi, request => Keys(request).Any(key => key.Length > 0)
                ? null : "it has none in either"),
        },
        new("client.key-once", Should, Snapshot.October2026, "A request carries the key in one header",
            new(Documents.Authentication, "API keys", "Every request needs one of the two."))
        {
            Judge = runs => Each(runs, "one header with a key", IsOfApi, request => Keys(request).Count() > 1
                ? Keys(request).Distinct().Count() > 1
                    ? "it has one key in x-api-key and another in Authorization, and which of them counts is documented nowhere"
                    : "it has the key in x-api-key and in Authorization as well"
                : null),
        },
        new("client.key-not-in-url", Must, Snapshot.June2024, "The key never stands in the URL",
            new(Documents.Rfc9110, "17.9 Disclosure of Sensitive Information in URIs",
                "URIs are intended to be shared, not secured, even when they identify secure resources. … "
                    + "It is therefore unwise to include information within a URI that is sensitive, personally identifiable, or a risk to "
                    + "disclose."))
        {
            Judge = runs => Each(
                runs, "a URL without a key", _ => true, request => HasKeyInUrl(request) ? "the key stands in its URL" : null),
        },
        new("client.version", Must, Snapshot.June2024, "Every request names one documented version of the API",
            new(Documents.Versioning, "Versions", "When making API requests, you must send an `anthropic-version` request header."))
        {
            Judge = runs => Each(
                runs, $"one of {string.Join(" and ", ApiVersions.In(Snapshot.Newest))} in anthropic-version", IsOfApi,
                request => request.Arrival.Values(HeaderNames.Version) switch
                {
                    [var version] when ApiVersions.In(Snapshot.Newest).Contains(version) => null,
                    [] => "it has none",
                    var versions => $"it has {string.Join(", ", versions)}",
                }),
        },
        new("client.content-type", Must, Snapshot.June2024, "A request with a body names its media type",
            new(Documents.Overview2024, "Content types", "You will need to send the `content-type: application/json` header in requests."))
        {
            Judge = runs => Each(
                runs, "the content-type of the operation", request => request.Operation is { Takes: not RequestMedia.None },
                request => Media(request) == Due(request.Operation!) ? null
                    : $"its content-type is {(Media(request) is { Length: > 0 } other ? other : "missing")}"),
        },
        new("client.body-parses", Must, Snapshot.June2024, "A JSON body is one JSON object in UTF-8",
            new(Documents.Overview2024, "Content types",
                "The Claude API always accepts JSON in request bodies and returns JSON in response bodies."))
        {
            Judge = runs => Each(
                runs, "a JSON object", request => request.IsBodyRead,
                request => request.BodyFault is { } fault ? $"it has {fault}" : null),
        },
        new("client.user-agent", Should, Snapshot.June2024, "Every request says what client sends it",
            new(Documents.Rfc9110, "10.1.5 User-Agent", "A user agent SHOULD send a User-Agent header field in each request"))
        {
            Judge = runs => Each(
                runs, "a user-agent", IsOfApi,
                request => request.Arrival.Values("user-agent").Any(value => value.Length > 0) ? null : "it has none"),
        },
        new("client.within-limit", Must, Snapshot.August2025, "No request is larger than its operation takes",
            new(Documents.Overview2025August, "Request size limits",
                "Standard endpoints (Messages, Token Counting): 32 MB … Batch API: 256 MB … Files API: 500 MB"))
        {
            Judge = runs => Each(
                runs, "a body within the limit", request => Limit(request) is not null,
                request => request.Arrival.Body.Length > Limit(request)!.Refused
                    ? FormattableString.Invariant($"it has {request.Arrival.Body.Length:N0} bytes") : null),
        },
    ];

    private static bool IsOfApi(ClientRequest request) => request.Operation is not null;

    private static IEnumerable<string> Keys(ClientRequest request) => request.Arrival.Values(HeaderNames.ApiKey)
        .Concat(request.Arrival.Values(HeaderNames.Authorization)
            .Where(value => value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)).Select(value => value[Scheme.Length..].Trim()));

    private static bool HasKeyInUrl(ClientRequest request)
    {
        var url = Uri.UnescapeDataString(request.Target);
        return url.Contains(KeyPrefix, StringComparison.Ordinal)
            || Keys(request).Any(key => key.Length >= KeyPrefix.Length && url.Contains(key, StringComparison.Ordinal));
    }

    private static string Media(ClientRequest request) =>
        request.Arrival.Values(HeaderNames.ContentType) is [var value] && MediaTypeHeaderValue.TryParse(value, out var media)
            ? media.MediaType!.ToLowerInvariant() : "";

    private static string Due(Operation operation) => operation.Takes == RequestMedia.Multipart ? MediaTypes.Multipart : MediaTypes.Json;

    private static SizeLimit? Limit(ClientRequest request) => request.Operation?.Size switch
    {
        SizeGroup.Standard => SizeLimit.Standard,
        SizeGroup.Batch => SizeLimit.Batch,
        SizeGroup.Files => SizeLimit.Files,
        _ => null,
    };

    // One finding for each operation that the client asks for.
    private static IEnumerable<ClientFinding> Each(
        ClientRuns runs, string expected, Func<ClientRequest, bool> concerns, Func<ClientRequest, string?> fault)
    {
        var groups = runs.Requests.Where(concerns).GroupBy(request => request.Operation?.Id).ToList();
        if (groups.Count == 0)
        {
            yield return ClientFinding.NotSeen("the client sent no such request");
        }

        foreach (var requests in groups)
        {
            var broken = requests.FirstOrDefault(request => fault(request) is not null);
            var finding = broken is null
                ? ClientFinding.Kept(expected, "every request has it")
                : ClientFinding.Broken(expected, fault(broken)!);
            yield return finding with
            {
                Operation = requests.Key,
                Requests = [.. requests],
                Deciding = broken ?? requests.Last(),
            };
        }
    }
}
