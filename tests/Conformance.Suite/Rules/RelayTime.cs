using System.Diagnostics;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.BothSides;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>How long a gateway waits for its upstream, and what it costs.</summary>
public sealed class RelayTime : GatewayTests
{
    private const int Measured = 25;
    private const int MeasuredEvents = 20;
    private const int LargeBody = 900_000;

    // Clients send pings on; the API sends them about this often.
    private static readonly TimeSpan BetweenPings = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Documented = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan HeldBack = TimeSpan.FromMilliseconds(250);

    // As far apart as a fast model's: what collects a stream shows by how much it is late.
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMilliseconds(5);

    private static TimeSpan Slow => Target.Settings.SlowAnswer ?? TimeSpan.Zero;

    [Rule("relay.quiet", Should, "2026-10", "A stream of pings alone reaches its end, however long it takes (SlowAnswer)",
        NeedsSetting = "SlowAnswer", IsAskedOnce = true)]
    [Clause(Documents.AppsGateway, "HTTP tuning", "The response body then streams with no wall-clock cap.")]
    [Operations("messages.create")]
    public async Task A_stream_may_take_long(Operation operation)
    {
        var both = await Quiet(operation);
        both.Should().Hold(IsWhole(both), $"a stream of {Slow.TotalSeconds:0.#} s to its end", Ended(both), new Mark(MarkedPart.Time));
    }

    [Rule("relay.silent", Should, "2026-10", "A stream that is silent for a time reaches its end (SlowAnswer)",
        DependsOn = ["relay.quiet"], NeedsSetting = "SlowAnswer", IsAskedOnce = true)]
    [Clause(Documents.GatewayProtocol, "Streaming", "… aborts a stream that goes silent for 300 seconds by default.")]
    [Operations("messages.create")]
    public async Task A_stream_may_be_silent(Operation operation)
    {
        var both = await Send(
            operation,
            Script.Stream().Event("message_start", UpstreamTexts.Start).Pause(Slow).Event("message_stop", UpstreamTexts.Stop),
            request => Streamed(request) with { Timeout = Slow + Slack });
        await QuietMustBeWhole(operation, both);
        both.Should().Hold(IsWhole(both), $"the end of the stream after {Slow.TotalSeconds:0.#} s of silence", Ended(both),
            new Mark(MarkedPart.Time));
    }

    [Rule("relay.first-byte", Should, "2026-10", "An answer whose head is late, up to 120 s, reaches the client (SlowAnswer)",
        DependsOn = ["relay.quiet"], NeedsSetting = "SlowAnswer", IsAskedOnce = true)]
    [Clause(Documents.AppsGateway, "HTTP tuning", "`upstream_ttfb_ms` … 120000")]
    [Operations("messages.create")]
    public async Task An_answer_may_be_late(Operation operation)
    {
        var wait = Slow < Documented ? Slow : Documented;
        var both = await Send(operation, Script.Answer(200).Json(UpstreamTexts.Message).After(wait),
            request => request with { Timeout = wait + Slack });
        await QuietMustBeWhole(operation, both);
        both.Should().Hold(both.Client is { Outcome: Outcome.Answered, Response.Status: 200 },
            $"the 200 of the upstream after {wait.TotalSeconds:0.#} s", Ended(both), new Mark(MarkedPart.Time));
    }

    [Rule("relay.cost", Info, "2026-10",
        "What the gateway adds to a request and to an event, what it holds back, and its connections are recorded", IsAskedOnce = true)]
    [Clause(Documents.GatewayProtocol, "Streaming", "A gateway that buffers complete responses before relaying them stalls the client.")]
    [Operations("messages.create")]
    public async Task The_cost_is_recorded(Operation operation)
    {
        var requests = new List<TwoSides>();
        for (var i = 0; i < Measured; i++)
        {
            requests.Add(await Send(operation, Script.Answer(200).Json(UpstreamTexts.Message), request => request));
            if (requests[^1].Client is { Outcome: not Outcome.Answered } unanswered)
            {
                // Each of the others would take as long again, and there is nothing to measure.
                Observe(unanswered, "addedMedianMs", null);
                return;
            }
        }

        var added = requests.Select(AddedMs).OfType<double>().ToList();
        Observe("addedMedianMs", Percentile(added, 0.5));
        Observe("addedP95Ms", Percentile(added, 0.95));
        Observe("connectionsPerRequest",
            Math.Round((double)requests.Select(both => both.Arrival.ConnectionId).Distinct().Count() / requests.Count, 2));
        await RecordBody(operation);
        await RecordEvents(operation);
    }

    // From the client's first byte to the upstream's: what a gateway reads of a body before it sends any of it on.
    private static async Task RecordBody(Operation operation)
    {
        using var sending = Gateway.Begin(operation, Script.Answer(200).Json("{}"),
            request => request.WithBody(RequestBody.PaddedJson(Target.Json(operation), LargeBody)) with { OwnConnection = true });
        var both = await sending.Ended;
        Observe("bodyFirstByteMs", both is { Arrivals: [{ Body: { Length: LargeBody, FirstByteAt: { } first } }, ..] }
            ? Math.Round(Math.Max(0, Stopwatch.GetElapsedTime(both.Client.StartedAt, first).TotalMilliseconds), 2)
            : null);
    }

    private static async Task RecordEvents(Operation operation)
    {
        var gates = Enumerable.Range(0, MeasuredEvents).Select(_ => new Gate()).ToArray();
        var events = gates.Select((gate, index) => (Gate: gate, Data: UpstreamTexts.Delta($"event {index:00}"))).ToList();
        var script = events.Aggregate(Script.Stream(), (answer, one) =>
            answer.Event("content_block_delta", one.Data).Until(one.Gate).Pause(BetweenEvents));
        using var sending = Gateway.Begin(operation, script, Streamed);
        var (sent, held) = (0, 0);
        foreach (var (index, (gate, data)) in events.Index())
        {
            sent += $"event: content_block_delta\ndata: {data}\n\n".Length;
            await Task.WhenAny(gate.Reached, sending.Ended);
            if (held > 0 || !await sending.Received.HasEvents(index + 1, HeldBack))
            {
                held = Math.Max(held, sent - sending.Received.Length);
            }

            gate.Open();
        }

        var both = await sending.Ended;
        await Gateway.MustHaveArrived(operation, both);
        var late = EventTimes.Of(both.Sent, both.Client).Where(one => one.ReceivedMs is not null)
            .Select(one => Math.Max(0, one.ReceivedMs!.Value - one.SentMs)).ToList();
        Observe("eventMedianMs", Percentile(late, 0.5));
        Observe("eventP95Ms", Percentile(late, 0.95));
        Observe(both.Client, "heldBytes", both.Client.Response is { Status: 200 } ? Math.Max(0, held) : null);
    }

    // All that passed between the two ends, without the time that the upstream took.
    private static double? AddedMs(TwoSides both) => both is { Client.AnsweredAfter: { } answered, Sent.HeadAt: { } head }
        ? Math.Max(0, answered.TotalMilliseconds - Stopwatch.GetElapsedTime(both.Arrival.At, head).TotalMilliseconds)
        : null;

    private static double? Percentile(List<double> values, double part) =>
        values.Count == 0 ? null
            : Math.Round(values.Order().ElementAt((int)Math.Min(values.Count - 1, Math.Floor(part * values.Count))), 2);

    private static Task<TwoSides> Quiet(Operation operation)
    {
        var gap = Slow < BetweenPings * 2 ? Slow / 8 : BetweenPings;
        var script = Enumerable.Range(0, (int)(Slow / gap)).Aggregate(
            Script.Stream().Event("message_start", UpstreamTexts.Start), (answer, _) => answer.Pause(gap).Ping());
        return Gateway.Once("quiet", () => Gateway.Send(
            operation,
            script.Event("message_stop", UpstreamTexts.Stop),
            // What holds the pings back is for relay.incremental and relay.ping to judge, so it may hold them to the end.
            request => Streamed(request) with { Timeout = Slow + Slack }));
    }

    // A limit on the whole exchange is one fault, and not three.
    private static async Task QuietMustBeWhole(Operation operation, TwoSides both)
    {
        if (!(both.Client is { Outcome: Outcome.Answered, Response.Status: 200 }) && !IsWhole(await Quiet(operation)))
        {
            Skip.See("relay.quiet", "not even a stream with pings may take so long");
        }
    }

    private static bool IsWhole(TwoSides both) => both.Client.Outcome == Outcome.Answered
        && both.GotText.Contains("message_stop", StringComparison.Ordinal);

    private static string Ended(TwoSides both) => $"{both.Client.Should().Came()} after {both.Client.Duration.TotalSeconds:0.0} s";
}
