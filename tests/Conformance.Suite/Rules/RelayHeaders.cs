using System.Text;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Suite.BothSides;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>What becomes of an answer's header fields on the way through a gateway, and whose keys show in it.</summary>
public sealed class RelayHeaders : GatewayTests
{
    private const string Origin = "https://conformance.example";
    private const string AllowOrigin = "access-control-allow-origin";

    private static readonly string[] RateLimits =
    [
        .. from unit in new[] { "requests", "tokens", "input-tokens",
            "output-tokens" } from what in Parts select $"anthropic-ratelimit-{unit}-{what}",
        .. from kind in new[] { "priority", "fast" } from unit in new[] { "input-tokens",
            "output-tokens" } from what in Parts select $"anthropic-{kind}-{unit}-{what}",
    ];

    private static string[] Parts => ["limit", "remaining", "reset"];

    [Rule("relay.request-id", Should, "2025-05",
        "The client gets the request-id that the upstream sent: on a success, a stream and errors",
        DependsOn = ["relay.event-sequence"])]
    [Clause(Documents.Errors, "Request id",
        "Every API response includes a unique `request-id` header. … The same identifier appears as the `request_id` field in error "
        + "response bodies.")]
    [Operations("messages.create", Variants = ["json", "stream", "error", "error-5xx"])]
    public async Task The_request_id_is_relayed(Operation operation, string variant)
    {
        var script = variant switch
        {
            "json" => Script.Answer(200).With(HeaderNames.RequestId, UpstreamTexts.RequestId).Json(UpstreamTexts.Message),
            "error" => Script.Answer(400).With(HeaderNames.RequestId, UpstreamTexts.RequestId).Json(UpstreamTexts.Error(400)),
            "error-5xx" => Script.Answer(529).With(HeaderNames.RequestId, UpstreamTexts.RequestId).Json(UpstreamTexts.Error(529)),
            _ => Stream(Script.Stream().With(HeaderNames.RequestId, UpstreamTexts.RequestId)),
        };
        var both = await Send(operation, script, variant == "stream" ? Streamed : null);
        if (variant == "stream")
        {
            await StreamsMustCome(operation, both);
        }

        both.Should().HaveRelayed(HeaderNames.RequestId);
    }

    [Rule("relay.organization-id", Should, "2025-05", "The client gets the anthropic-organization-id that the upstream sent")]
    [Clause(Documents.Overview2025May, "Response Headers",
        "The Claude API includes the following headers in every response: … `anthropic-organization-id` …")]
    [Operations("messages.create")]
    public async Task The_organization_is_relayed(Operation operation)
    {
        var both = await Send(operation,
            Script.Answer(200).With(HeaderNames.OrganizationId, UpstreamTexts.OrganizationId).Json(UpstreamTexts.Message));
        both.Should().HaveRelayed(HeaderNames.OrganizationId);
    }

    [Rule("relay.retry-after", Should, "2026-10",
        "The client gets retry-after and x-should-retry as the upstream sent them, and none where it sent none")]
    [Clause(Documents.GatewayRollout, "Client retries", "Up to 10 with backoff, honoring `Retry-After`.")]
    [Operations("messages.create", Variants = ["sent", "sent-5xx", "not-sent"])]
    public async Task When_to_retry_is_relayed(Operation operation, string variant)
    {
        var status = variant == "sent-5xx" ? 529 : 429;
        var script = Script.Answer(status);
        script = variant == "not-sent" ? script : script.With("retry-after", "7").With("x-should-retry", "true");
        var both = await Send(operation, script.Json(UpstreamTexts.Error(status)));
        if (variant != "not-sent")
        {
            both.Should().HaveRelayed("retry-after").HaveRelayed("x-should-retry");
            return;
        }

        var got = both.Client.Response?.Header("retry-after");
        both.Should().Hold(got is null, "no retry-after, as the upstream sent none", $"retry-after: {got}",
            new Mark(MarkedPart.Header, "retry-after"));
    }

    [Rule("relay.ratelimit", Info, "2026-10", "Which of the rate limit fields of the upstream the client gets is recorded")]
    [Clause(Documents.AppsGateway, "Spend limits",
        "… strips the upstream provider's rate-limit headers, which describe your shared quota, and never forwards them.")]
    [Operations("messages.create")]
    public async Task Rate_limits_are_recorded(Operation operation)
    {
        var both = await Send(operation,
            RateLimits.Aggregate(Script.Answer(200), (script, name) => script.With(name, "2026-10-21T00:00:00Z"))
            .Json(UpstreamTexts.Message));
        Observe("relayed", RateLimits.Count(name => both.Client.Response?.Header(name) is not null));
        Observe(both.Client, "of", RateLimits.Length);
    }

    [Rule("relay.hop-by-hop", Must, "2024-06", "A field that the upstream's connection header names stays on the upstream's connection")]
    [Clause(Documents.Rfc9110, "7.6.1",
        "Intermediaries MUST parse a received Connection header field before a message is forwarded and, for each connection-option in "
        + "this field, remove any header or trailer field(s) from the message with the same name as the connection-option.")]
    [Operations("messages.create")]
    public async Task A_field_of_the_connection_stays_there(Operation operation)
    {
        var both = await Send(operation, Script.Answer(200).With("connection", "x-hop").With("x-hop", "1").Json(UpstreamTexts.Message));
        if (both.Arrival.Protocol == "HTTP/2")
        {
            Skip.Transport("the gateway speaks HTTP/2 upstream, which has no connection header");
        }

        both.Should().Hold(both.Client.Response?.Header("x-hop") is null, "no x-hop for the client", "x-hop: 1",
            new Mark(MarkedPart.Header, "x-hop"));
    }

    [Rule("relay.cors", Info, "2026-10", "Which answers carry the access-control-allow-origin that the upstream sent is recorded")]
    [Clause(Documents.Errors, "CORS", "`Access-Control-Allow-Origin` on every response: GET, POST, OPTIONS, and all error responses.")]
    [Operations("messages.create")]
    public async Task Allowed_origins_are_recorded(Operation operation)
    {
        using var sending = Gateway.Begin(
            operation,
            Script.Answer(204).With(AllowOrigin, Origin),
            request => new Request("OPTIONS", request.Target, [])
                .Adding("origin", Origin).Adding("access-control-request-method", "POST")
                    .Adding("access-control-request-headers", "content-type"));
        var options = await sending.Ended;
        var error = await Send(operation, Script.Answer(400).With(AllowOrigin, Origin).Json(UpstreamTexts.Error(400)),
            request => request.Adding("origin", Origin));
        Observe("optionsArrived", options.Arrivals.Count > 0);
        Observe("onOptions", options.Client.Response?.Header(AllowOrigin));
        Observe(error.Client, "onError", error.Client.Response?.Header(AllowOrigin));
    }

    [Rule("relay.key-not-shown", Must, "2026-10", "The key that the gateway sends upstream is nowhere in what the client gets")]
    [Clause(Documents.GatewayOverview, "Credentials", "The provider key stays server-side; developers hold gateway credentials instead.")]
    [Operations("messages.create", Variants = ["success", "stream", "error", "own-failure"])]
    public async Task The_upstreams_key_is_not_shown(Operation operation, string variant)
    {
        var script = variant switch
        {
            "success" => Script.Answer(200).Json(UpstreamTexts.Message),
            "stream" => Stream(Script.Stream()),
            "error" => Script.Answer(400).Json(UpstreamTexts.Error(400)),
            _ => Script.Reset(),
        };
        var both = await Send(operation, script, variant == "stream" ? Streamed : null);
        var key = UpstreamKey(both);
        var places = (both.Client.Response?.Headers ?? []).Where(field => field.Value.Contains(key, StringComparison.Ordinal))
            .Select(field => field.Name)
            .Concat(Encoding.Latin1.GetString(both.GotBody.Span).Contains(key, StringComparison.Ordinal) ? ["the body"] : []).ToList();
        both.Should().Hold(
            places.Count == 0,
            "the upstream's key nowhere in the answer",
            $"it stands in {string.Join(" and ", places)}",
            [.. places.Select(place => place == "the body" ? new Mark(MarkedPart.Body) : new Mark(MarkedPart.Header, place))]);
    }

    [Rule("relay.key-redacted", Info, "2026-10", "Whether the upstream's key is taken out of an upstream error that quotes it is recorded")]
    [Clause(Documents.GatewayProtocol, "Automatic retry", "Forward error response bodies unmodified.")]
    [Operations("messages.create")]
    public async Task A_quoted_key_is_recorded(Operation operation)
    {
        var first = await Send(operation, Script.Answer(200).Json(UpstreamTexts.Message));
        var key = Gateway.KeyOf(first.Arrival);
        if (key is null)
        {
            Skip.NothingToShow("the gateway sends no key upstream");
        }

        var both = await Send(operation, Script.Answer(401).Json(UpstreamTexts.Error(401, $"the key {key} is not valid")));
        Observe(both.Client, "quoted", both.GotText.Contains(key, StringComparison.Ordinal));
    }

    private static string UpstreamKey(TwoSides both)
    {
        var key = Gateway.KeyOf(both.Arrival);
        if (key is null || Gateway.IsOwn(key))
        {
            Skip.NothingToShow(key is null ? "the gateway sends no key upstream"
                : "the gateway passes the client's key on, so there is no other that could show");
        }

        return key;
    }

    private static ScriptedAnswer Stream(ScriptedAnswer script) => script
        .Event("message_start", UpstreamTexts.Start).Event("message_delta", UpstreamTexts.End).Event("message_stop", UpstreamTexts.Stop);
}
