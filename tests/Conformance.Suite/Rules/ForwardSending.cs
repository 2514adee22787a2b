using Conformance.Contract;
using Conformance.Reference;
using Conformance.Suite.BothSides;
using Conformance.Suite.Running;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>How often a gateway sends a request, and what it does when the client is gone.</summary>
public sealed class ForwardSending : GatewayTests
{
    private const string NoRetry =
        "A client SHOULD NOT automatically retry a request with a non-idempotent method unless it has some means to know that the "
        + "request semantics are actually idempotent.";

    private static readonly TimeSpan UntilClosed = TimeSpan.FromSeconds(5);

    [Rule("forward.once", Should, "2024-06", "A request whose answer is a failure is sent upstream once: trying again is the client's",
        NotWith = "Failover")]
    [Clause(Documents.Rfc9110, "9.2.2", NoRetry)]
    [Operations("messages.create", Variants = ["500", "502", "504", "529", "529-stream", "429", "reset", "closed"])]
    public async Task A_failure_is_not_tried_again(Operation operation, string variant)
    {
        var (script, when) = variant switch
        {
            "reset" => (Script.Reset(), "where the connection was reset before the answer"),
            "closed" => (Script.Cut(), "where the connection was closed before the answer"),
            _ => (Failure(variant.Split('-')[0]), $"where it was answered {variant.Split('-')[0]}"),
        };
        var both = await Send(operation, script, variant == "529-stream" ? Streamed : null);
        both.Should().HaveArrivedOnce(when);
    }

    [Rule("forward.once-after-answer", Should, "2024-06", "A request whose answer had begun is not sent upstream again",
        NotWith = "Failover")]
    [Clause(Documents.Rfc9110, "9.2.2", NoRetry)]
    [Operations("messages.create", Variants = ["head", "first-event"])]
    public async Task What_was_begun_is_not_tried_again(Operation operation, string variant)
    {
        var both = await Send(
            operation,
            variant == "head" ? Script.Answer(200).With("content-type", MediaTypes.Json).With("content-length", "500").Head().Cut()
                : Script.Stream().Event("message_start", UpstreamTexts.Start).Cut(),
            variant == "head" ? null : Streamed);
        both.Should().HaveArrivedOnce("where the answer was cut after its beginning");
    }

    [Rule("forward.once-when-told", Should, "2026-10", "A failure with x-should-retry: false is not tried again")]
    [Clause(Documents.Clients, "Retries", "Obey `x-should-retry`, else retry 408, 409, 429 and 500 and above, twice.")]
    [Operations("messages.create")]
    public async Task Who_is_told_not_to_does_not_try_again(Operation operation)
    {
        var both = await Send(operation, Script.Answer(503).With("x-should-retry", "false").Json(UpstreamTexts.Error(503)));
        both.Should().HaveArrivedOnce("where it was answered 503 with x-should-retry: false");
    }

    [Rule("forward.disconnect", Should, "2024-06", "When the client closes, the gateway closes upstream within 5 s",
        IsAskedOnce = true, IsTimed = true)]
    [Clause(Documents.Rfc9112, "9.5",
        "A client, server, or proxy … SHOULD constantly monitor open connections for a received closure signal and respond to it as "
        + "appropriate.")]
    [Operations("messages.create", Variants = ["before-head", "mid-stream", "not-streaming"])]
    public async Task A_disconnect_is_passed_on(Operation operation, string variant)
    {
        var script = variant switch
        {
            "mid-stream" => Script.Stream().Event("message_start", UpstreamTexts.Start).Silence(),
            _ => Script.Silence(),
        };
        using var sending = Gateway.Begin(operation, script, variant == "not-streaming" ? null : Streamed);
        if (await sending.Arrived(Patience) is not { } arrival)
        {
            sending.Abandon();
            await Gateway.MustHaveArrived(operation, await sending.Ended);
            throw new NotJudgedException(new(Reporting.Results.ReasonKind.Timeout),
                $"nothing arrived upstream within {Patience.TotalSeconds:0} s");
        }

        if (variant == "mid-stream")
        {
            await sending.Received.HasEvents(1, Patience);
        }

        sending.Abandon();
        await arrival.Closed.WaitAsync(UntilClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var both = await sending.Ended;
        both.Should().Hold(arrival.ClosedAt is not null, $"a close upstream within {UntilClosed.TotalSeconds:0} s of the client's", "none");
    }

    private static ScriptedAnswer Failure(string status)
    {
        var code = int.Parse(status, System.Globalization.CultureInfo.InvariantCulture);
        var script = Script.Answer(code);
        return (code == 429 ? script.With("retry-after", "0") : script).Json(UpstreamTexts.Error(code));
    }
}
