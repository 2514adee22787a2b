using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>What no server may do with a key.</summary>
internal static class SecurityDeviations
{
    public static IEnumerable<Deviation> All { get; } =
    [
        new("key-echoed", "A 401 names the key.", "BerriAI/litellm#39757")
        {
            Rules = ["security.key-not-echoed"],
            Bend = pipeline => pipeline.Rewriting(status => status == 401, (request, answer) =>
            {
                if (answer.Json() is { } json && json["error"] is JsonObject { Count: > 1 } error && Key(request) is { Length: > 0 } key)
                {
                    error["message"] = $"invalid key {key}";
                    answer.Replace(json);
                }
            }),
        },
        new("key-hash-echoed", "A header holds the SHA-256 hash of the key, on successes too.", "BerriAI/litellm#39757")
        {
            Rules = ["security.key-not-echoed"],
            Bend = pipeline => pipeline.Rewriting((request, answer) =>
            {
                if (Key(request) is { Length: > 0 } key)
                {
                    answer["x-key-hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
                }
            }),
        },
        new("redirect-slash", "A request is redirected with 307 to another URL, even to http.", "letta-ai/letta#3189")
        {
            Rules = ["security.no-redirect"],
            Masks = ["*"],
            Bend = pipeline => pipeline with { Method = _ => new(Redirect()) },
        },
        new("redirect-slash-on-token-counting", "One operation is redirected: Token Counting.", "trailing slashes of a router")
        {
            Rules = ["security.no-redirect"],
            Masks = ["*-on-token-counting", "open-token-counting"],
            Bend = pipeline => pipeline with
            {
                Method = async request => request.Is("messages.count_tokens") ? Redirect() : await pipeline.Method(request),
            },
        },
        new("plain-http", "The API is served over plain http, on an address that is not loopback.", "port forwards")
        {
            Rules = ["security.plain-http-refused"],
            Settings = new Dictionary<string, string> { ["BaseUrl"] = $"http://{Dns.GetHostName()}" },
        },
    ];

    private static string? Key(ApiRequest request) =>
        request.Http.Request.Headers.TryGetValue(HeaderNames.ApiKey, out var key) ? key.ToString() : null;

    private static Answer Redirect()
    {
        var answer = new Answer(StatusCodes.Status307TemporaryRedirect);
        answer["location"] = "http://127.0.0.1:9/";
        return answer;
    }
}
