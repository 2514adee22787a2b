using System.Text;
using Conformance.Contract;
using Conformance.Gateway.Passing;

namespace Conformance.Gateway;

/// <summary>What goes wrong with keys; only a gateway that has keys of its own shows the first two.</summary>
internal static class CredentialDeviations
{
    public static IEnumerable<GatewayDeviation> All { get; } =
    [
        new("forward-authorization", "The client's authorization goes upstream beside the gateway's own key.", "BerriAI/litellm#29609")
        {
            Rules = ["forward.own-key-only"],
            Bend = conduct => conduct with { ForwardsAuthorization = true },
        },
        new("forward-authorization-beside", "Of a client that sends its key both ways, authorization goes upstream.",
            "BerriAI/litellm#32202")
        {
            Rules = ["forward.own-key-only"],
            Bend = ConductBends.Forwarding(request =>
            {
                var client = request.Http.Request.Headers;
                if (client.ContainsKey(HeaderNames.ApiKey) && client.Authorization is [{ } authorization, ..])
                {
                    request.Headers.Put(HeaderNames.Authorization, authorization);
                }
            }),
        },
        Showing("relay-key-shown-on-errors", "Errors have a debug header with the upstream's key.", answer => answer.Status is 400),
        Showing("relay-key-shown-on-streams", "Streams have a debug header with the upstream's key.", answer => answer.IsStream),
        new("relay-key-shown", "Every answer has a debug header with the upstream's key.", "sonami-tech/omni-llm-provider#4")
        {
            Rules = ["relay.key-not-shown"],
            Bend = ConductBends.Relaying(answer =>
            {
                if (answer.Request?.UpstreamKey is { } key)
                {
                    answer.Headers.Add(new("x-debug-upstream-key", key));
                }
            }),
        },
        new("relay-key-redacted", "The upstream's key is taken out of the errors that quote it.", "gateways that redact")
        {
            Rules = ["relay.key-redacted"],
            Bend = ConductBends.Relaying(
                answer => answer is { Status: 401, IsPlainJson: true, Own: null },
                answer => answer.Rewriting(bytes => Redacted(answer, bytes))),
        },
    ];

    private static GatewayDeviation Showing(string name, string breaks, Func<RelayedAnswer, bool> when) =>
        new(name, breaks, "sonami-tech/omni-llm-provider#4")
        {
            Rules = ["relay.key-not-shown"],
            Bend = ConductBends.Relaying(
                answer => answer.Request?.UpstreamKey is not null && when(answer),
                answer => answer.Headers.Add(new("x-debug-upstream-key", answer.Request!.UpstreamKey!))),
        };

    // Its own key, or the client's where that was passed through: in both cases the one that the upstream knows.
    private static byte[] Redacted(RelayedAnswer answer, byte[] bytes)
    {
        var headers = answer.Request!.Headers;
        var key = headers.First(HeaderNames.ApiKey) ?? headers.First(HeaderNames.Authorization)?.Split(' ')[^1];
        var text = Encoding.Latin1.GetString(bytes);
        return string.IsNullOrEmpty(key) ? bytes : Encoding.Latin1.GetBytes(text.Replace(key, "[redacted]", StringComparison.Ordinal));
    }
}
