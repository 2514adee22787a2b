using Conformance.Contract;
using Conformance.Gateway.Passing;
using Conformance.Reference.Pipeline;

namespace Conformance.Gateway;

/// <summary>What goes wrong with the header fields of answers.</summary>
internal static class AnswerHeaderDeviations
{
    public static IEnumerable<GatewayDeviation> All { get; } =
    [
        new("relay-request-id-own", "request-id is the gateway's own, not the upstream's.", "api7/aisix#318")
        {
            Rules = ["relay.request-id"],
            Bend = ConductBends.Relaying(
                answer => answer.Own is null,
                answer => answer.Headers.Put(HeaderNames.RequestId, Identifiers.New("req_"))),
        },
        new("relay-request-id-dropped-on-streams", "request-id is dropped from event streams.", "headroomlabs-ai/headroom#1100")
        {
            Rules = ["relay.request-id"],
            Bend = ConductBends.Relaying(answer => answer.IsStream, answer => answer.Headers.Drop(HeaderNames.RequestId)),
        },
        new("relay-request-id-dropped-on-5xx", "request-id is dropped from server errors.", "api7/aisix#318")
        {
            Rules = ["relay.request-id"],
            Bend = ConductBends.Relaying(
                answer => answer is { Own: null, Status: >= 500 }, answer => answer.Headers.Drop(HeaderNames.RequestId)),
        },
        new("relay-retry-after-dropped-on-5xx", "retry-after is dropped from server errors.", "BerriAI/litellm#37754")
        {
            Rules = ["relay.retry-after"],
            Bend = ConductBends.Relaying(answer => answer.Status >= 500, answer => answer.Headers.Drop("retry-after")),
        },
        new("relay-organization-id-dropped", "anthropic-organization-id is dropped.", "api7/aisix#318")
        {
            Rules = ["relay.organization-id"],
            Bend = ConductBends.Relaying(answer => answer.Headers.Drop(HeaderNames.OrganizationId)),
        },
        new("relay-retry-after-dropped", "retry-after is dropped.", "BerriAI/litellm#37754")
        {
            Rules = ["relay.retry-after"],
            Bend = ConductBends.Relaying(answer => answer.Headers.Drop("retry-after")),
        },
        new("relay-retry-after-constant", "retry-after is always 60 on a 429.", "gateways with a backoff of their own")
        {
            Rules = ["relay.retry-after"],
            Bend = ConductBends.Relaying(answer => answer.Status == 429, answer => answer.Headers.Put("retry-after", "60")),
        },
        new("relay-ratelimit-dropped", "The rate limit fields are dropped.", "Anthropic's gateway for Claude apps")
        {
            Rules = ["relay.ratelimit"],
            Bend = ConductBends.Relaying(answer => answer.Headers.RemoveAll(line =>
                line.Name.StartsWith("anthropic-ratelimit-", StringComparison.OrdinalIgnoreCase)
                || line.Name.StartsWith("anthropic-priority-", StringComparison.OrdinalIgnoreCase)
                || line.Name.StartsWith("anthropic-fast-", StringComparison.OrdinalIgnoreCase))),
        },
        new("relay-hop-by-hop", "The fields of the upstream's connection are relayed.", "hand-written header copying")
        {
            Rules = ["relay.hop-by-hop"],
            Bend = conduct => conduct with { CopiesAnswerHopByHop = true },
        },
        new("relay-cors-on-options-only", "Only answers to OPTIONS keep the access-control fields.", "support article 13945233")
        {
            Rules = ["relay.cors"],
            Bend = ConductBends.Relaying(
                answer => answer.Request?.Http.Request.Method != "OPTIONS",
                answer => answer.Headers.RemoveAll(line => line.Name.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase))),
        },
    ];
}
