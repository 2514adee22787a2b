using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.BothSides;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>What becomes of the upstream's errors on the way through a gateway, and what it says when the upstream fails.</summary>
public sealed class RelayErrors : GatewayTests
{
    private const string Unmodified =
        "Forward error response bodies unmodified. A gateway that wraps upstream errors in its own envelope breaks the recovery path, "
        + "even when it preserves the status code.";

    // Longer than the buffers in which errors are known to be cut.
    private static readonly string LongMessage = string.Join(' ', Enumerable.Repeat("the reason is given at length", 200));

    [Rule("relay.error-4xx", Must, "2026-10", "The client gets an upstream error as it is: status and every byte of the body")]
    [Clause(Documents.GatewayProtocol, "Automatic retry", Unmodified)]
    [Operations("messages.create", Variants = ["400", "400-long", "402", "409", "413", "429", "429-stream"])]
    public Task Errors_of_the_request_are_relayed(Operation operation, string status) => IsRelayed(operation, status);

    [Rule("relay.error-auth", Should, "2026-10", "The client gets an upstream 401, 403 and 404 as they are")]
    [Clause(Documents.GatewayProtocol, "Automatic retry", Unmodified)]
    [Operations("messages.create", Variants = ["401", "403", "404", "404-long"])]
    public Task Errors_of_the_key_are_relayed(Operation operation, string status) => IsRelayed(operation, status);

    [Rule("relay.error-5xx", Should, "2026-10", "The client gets an upstream 500, 503, 504 and 529 as they are")]
    [Clause(Documents.GatewayProtocol, "Automatic retry", Unmodified)]
    [Operations("messages.create", Variants = ["500", "500-long", "503", "504", "529", "529-stream"])]
    public Task Errors_of_the_upstream_are_relayed(Operation operation, string status) => IsRelayed(operation, status);

    [Rule("relay.own-failure", Should, "2024-06", "Where the upstream gives no answer, the client gets a 502 in the documented envelope")]
    [Clause(Documents.Rfc9110, "15.6.3",
        "The 502 (Bad Gateway) status code indicates that the server, while acting as a gateway or proxy, received an invalid response "
        + "from an inbound server it accessed while attempting to fulfill the request.")]
    [Operations("messages.create", Variants = ["reset", "garbage"])]
    public async Task A_failure_of_its_own_is_a_502(Operation operation, string variant)
    {
        var both = await Send(operation,
            variant == "reset" ? Script.Reset() : Script.Raw("conformance: no HTTP at all\r\n\r\n"u8.ToArray()));
        var json = AnswerBody.Json(both.Client);
        both.Should()
            .Hold(both.Client is { Outcome: Outcome.Answered, Response.Status: 502 }, "502", both.Client.Should().Came(),
                new Mark(MarkedPart.Status))
            .Hold(
                AnswerBody.Text(json, "type") == "error" && AnswerBody.Text(json, "error", "type") is not null
                    && AnswerBody.Text(json, "error", "message") is not null,
                """{"type":"error","error":{"type":…,"message":…}}""",
                both.Client.Should().Came(),
                new Mark(MarkedPart.Body));
    }

    private static async Task IsRelayed(Operation operation, string variant)
    {
        var kind = variant.Split('-') is [_, var second] ? second : "";
        var code = int.Parse(variant.Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
        var error = kind == "long" ? UpstreamTexts.Error(code, LongMessage) : UpstreamTexts.Error(code);
        var both = await Send(
            operation,
            Script.Answer(code).With(HeaderNames.RequestId, UpstreamTexts.RequestId).Json(error),
            kind == "stream" ? Streamed : null);
        both.Should().HaveRelayedAnswer();
    }
}
