using System.Text;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>What becomes of a request's target and header fields on the way through a gateway.</summary>
public sealed class ForwardHeaders : GatewayTests
{
    private const string Unchanged =
        "Forward `anthropic-version` and `anthropic-beta` unchanged, plus `anthropic-workspace-id` when the upstream is the Claude "
        + "Platform on AWS.";
    private const string NotSent = "not-sent";
    private const string InventedBeta = "conformance-invented-2026-01-01";

    [Rule("forward.version", Must, "2026-10",
        "The client's anthropic-version arrives upstream, once and unchanged; where it sent none, none does")]
    [Clause(Documents.GatewayProtocol, "Request headers", Unchanged)]
    [EveryOperation(Variants = [ApiVersions.V20230601, ApiVersions.V20261021, NotSent], FurtherVariantsThatSucceed = true)]
    public async Task The_version_arrives(Operation operation, string version)
    {
        if (version == NotSent)
        {
            await NoVersionArrives(operation);
            return;
        }

        var both = await Send(operation, request => request.With(HeaderNames.Version, version));
        both.Should().HaveForwarded(HeaderNames.Version, version);
    }

    [Rule("forward.beta", Must, "2026-10",
        "Every anthropic-beta value arrives upstream, unknown ones too, and no other; where the client sent none, none does")]
    [Clause(Documents.GatewayProtocol, "Request headers", "Forward the header verbatim; don't allowlist individual values.")]
    [EveryOperation]
    public async Task Every_beta_arrives(Operation operation)
    {
        string[] own = operation.Beta is { } beta ? [beta] : [];
        string[] all = [.. own, KnownBetas.Files, InventedBeta, KnownBetas.Skills];
        var both = await Send(operation, request => request.Without(HeaderNames.Beta)
            .Adding(HeaderNames.Beta, string.Join(",", own.Append(KnownBetas.Files)))
            .Adding(HeaderNames.Beta, $"{InventedBeta}, {KnownBetas.Skills}"));
        both.Should().HaveForwarded(HeaderNames.Beta, all);
        if (operation.Probe.Status != 200)
        {
            return;
        }

        var without = await Send(operation, request => request.Without(HeaderNames.Beta));
        without.Should().HaveForwarded(HeaderNames.Beta);
        if (operation.Id == "messages.create")
        {
            // What streams may go another way through a gateway. The script is for an upstream that would refuse the head alone.
            var streamed = await Send(
                operation, ShortestStream, request => Streamed(request).With(HeaderNames.Beta, InventedBeta));
            streamed.Should().HaveForwarded(HeaderNames.Beta, InventedBeta);
        }
    }

    [Rule("forward.anthropic-open-list", Must, "2026-10", "An anthropic-* field that the gateway does not know arrives upstream")]
    [Clause(Documents.GatewayProtocol, "Forward as open lists",
        "Pass `anthropic-*` request headers and request body fields through unchanged rather than allowlisting the ones you see today.")]
    [EveryOperation]
    public async Task An_unknown_field_arrives(Operation operation)
    {
        var both = await Send(operation);
        both.Should().HaveForwarded(Upstream.NonceField, both.Client.Request.Header(Upstream.NonceField)!);
    }

    [Rule("forward.hop-by-hop", Must, "2024-06", "A field that the client's connection header names stays on the client's connection")]
    [Clause(Documents.Rfc9110, "7.6.1",
        "Intermediaries MUST parse a received Connection header field before a message is forwarded and, for each connection-option in "
        + "this field, remove any header or trailer field(s) from the message with the same name as the connection-option.")]
    [EveryOperation]
    public async Task A_field_of_the_connection_stays_there(Operation operation)
    {
        OnlyOnHttp1("the connection header");
        var both = await Send(operation, request => request.Adding("connection", "x-hop").Adding("x-hop", "1"));
        both.Should().Hold(both.Arrival.Values("x-hop").Count == 0, "no x-hop upstream", "x-hop: 1");
    }

    [Rule("forward.client-headers", Info, "2026-10", "What becomes of the client's other header fields is recorded")]
    [Clause(Documents.GatewayProtocol, "Request headers",
        "`x-claude-code-session-id`, `x-claude-code-agent-id`, `x-claude-code-parent-agent-id` …")]
    [Operations("messages.create")]
    public async Task Other_fields_are_recorded(Operation operation)
    {
        var both = await Send(operation, request => request
            .Adding("user-agent", "claude-cli/2.1.0 (external, cli)")
            .Adding("x-app", "cli")
            .Adding("x-stainless-retry-count", "0")
            .Adding("x-stainless-lang", "js")
            .Adding("x-claude-code-session-id", "b0d3c6f2-3e63-4f0c-a5a1-8f4a2f0a7d11")
            .Adding("accept", "application/json"));
        string[] framing = ["host", "connection", "content-length", "transfer-encoding"];
        var sent = both.Client.SentHeaders.Where(field => !framing.Contains(field.Name.ToLowerInvariant())).ToList();
        var arrived = both.Arrival.Headers.Where(line => !framing.Contains(line.Name.ToLowerInvariant())).ToList();
        Observe("dropped", Names(sent.Select(field => field.Name).Where(name => !arrived.Exists(line => line.Is(name)))));
        Observe("added", Names(arrived.Select(line => line.Name).Where(name => !sent.Exists(field => field.Is(name)))));
        Observe(both.Client, "changed",
            Names(sent.Where(field => both.Arrival.Values(field.Name) is { Count: > 0 } values && !values.Contains(field.Value))
            .Select(field => field.Name)));
    }

    [Rule("forward.path-query", Should, "2026-10", "Path and query arrive upstream as the client sent them")]
    [Clause(Documents.GatewayProtocol, "Optional endpoints",
        "Inference requests post to `/v1/messages?beta=true`, so match on the path, not the full URL.")]
    [EveryOperation]
    public async Task Path_and_query_arrive(Operation operation)
    {
        var both = await Send(operation, request =>
        {
            var path = request.Target.Replace(UnknownIds.Tail, $"{UnknownIds.Tail}%20x", StringComparison.Ordinal);
            return request with { Target = path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "beta=true&x=1%26%2F" };
        });
        var sent = both.Client.Request.Target;
        both.Should().Hold(both.Arrival.Target == sent, $"{sent} upstream", both.Arrival.Target);
    }

    [Rule("forward.own-key-only", Should, "2026-10", "The client's key stays at the gateway, which has one of its own for the upstream",
        NotWith = "KeyPassThrough")]
    [Clause(Documents.GatewayOverview, "Credentials", "The provider key stays server-side; developers hold gateway credentials instead.")]
    [Operations("messages.create", Variants = ["x-api-key", "bearer", "both"])]
    public async Task The_clients_key_stays_at_the_gateway(Operation operation, string variant)
    {
        var key = Target.KeyFor(operation.Key);
        var both = await Send(operation, request =>
        {
            var carrying = Target.WithKey(request, key, variant == "bearer" ? KeyHeader.Bearer : KeyHeader.XApiKey);
            return variant == "both" ? carrying.Adding(HeaderNames.Authorization, $"Bearer {key}") : carrying;
        });
        var arrival = both.Arrival;
        var places = arrival.Headers.Where(line => line.Value.Contains(key, StringComparison.Ordinal)).Select(line => line.Name)
            .Concat(arrival.Target.Contains(key, StringComparison.Ordinal) ? ["the query"] : [])
            .Concat(Encoding.Latin1.GetString(arrival.Body.Kept.Span).Contains(key, StringComparison.Ordinal) ? ["the body"] : []).ToList();
        both.Should().Hold(places.Count == 0, "the client's key nowhere upstream", $"it stands in {string.Join(" and ", places)}");
    }

    // Nobody's to forward: the gateway itself may refuse it, as the API does.
    private static async Task NoVersionArrives(Operation operation)
    {
        using var sending = Gateway.Begin(operation, null, request => request.Without(HeaderNames.Version));
        var both = await sending.Ended;
        if (both is { Arrivals: [], Client.Response.Status: >= 400 and < 500 })
        {
            await Gateway.MustArriveUnbent(operation);
            both.Should().Hold(true, "no anthropic-version upstream, or a refusal", "a refusal");
            return;
        }

        await Gateway.MustHaveArrived(operation, both);
        both.Should().HaveForwarded(HeaderNames.Version);
    }

    private static JsonNode Names(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => name.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal));
}
