using System.Globalization;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting.Results;
using static Conformance.Contract.Level;

namespace Conformance.Clients;

/// <summary>How a client takes an event stream, and how it leaves one.</summary>
internal static class StreamRules
{
    private const string EventFlow =
        "Each stream uses the following event flow: `message_start` … `content_block_start`, one or more `content_block_delta` events, "
        + "and a `content_block_stop` … `message_delta` … A final `message_stop` event.";

    private static readonly Scenario Cut = Scenario.Streaming(
        "cut-stream", "the connection is closed in the middle of a stream", request => ScriptedMessage.Begin(request).Cut());

    private static readonly Scenario Ended = Scenario.Streaming(
        "ended-stream", "a stream ends without its message_stop, as HTTP has it whole", request => ScriptedMessage.Begin(request));

    private static readonly Scenario ErrorEvent = Scenario.Streaming(
        "error-event", "an error event comes in the middle of a stream",
        request => ScriptedMessage.ErrorEvent(ScriptedMessage.Begin(request), request));

    private static readonly Scenario UnknownEvent = Scenario.Streaming(
        "unknown-event", "an event of an unknown type stands in the middle of a stream",
        request => ScriptedMessage.End(ScriptedMessage.UnknownEvent(ScriptedMessage.Begin(request))));

    private static readonly Scenario Held = new(
        "cancelled", "the answer, or the middle of a stream, is held back, and the client is interrupted as by Ctrl+C")
    {
        Interrupts = true,
        Answer = request => request.Operation is null ? null
            : request.AsksForStream ? ScriptedMessage.Begin(request).Until(request.Hold)
            : Script.Answer(200).After(request.Hold),
    };

    /// <summary>The rules.</summary>
    public static IReadOnlyList<ClientRule> All { get; } =
    [
        new("client.stream-read", Must, Snapshot.May2025, "An event stream is read to its end",
            new(Documents.Streaming, "Event types", EventFlow))
        {
            Scenarios = [Scenario.Plain],
            Judge = runs => runs.Judge(Scenario.Plain, Read).Select(WithoutStream),
        },
        new("client.cut-noticed", Must, Snapshot.May2025, "A stream that is cut is an error",
            new(Documents.Rfc9112, "8 Handling Incomplete Messages",
                "A message body that uses the chunked transfer coding is incomplete if the zero-sized chunk that terminates the encoding "
                    + "has not been received."))
        {
            Scenarios = [Scenario.Plain, RetryRules.Refused, Cut],
            Judge = runs => runs.Judge(Cut, run => Noticing.Of(runs, run, "a failure after a stream that was cut")),
        },
        new("client.missing-stop-noticed", Should, Snapshot.May2025, "A stream without its message_stop is an error",
            new(Documents.Streaming, "Event types", EventFlow))
        {
            Scenarios = [Scenario.Plain, RetryRules.Refused, Ended],
            Judge = runs => runs.Judge(Ended, run => Noticing.Of(runs, run, "a failure after a stream that ended before message_stop")),
        },
        new("client.error-event-noticed", Must, Snapshot.May2025, "An error event in a stream is an error",
            new(Documents.Errors, "HTTP errors",
                "When receiving a streaming response via SSE, it's possible that an error can occur after returning a 200 response"))
        {
            Scenarios = [Scenario.Plain, RetryRules.Refused, ErrorEvent],
            Judge = runs => runs.Judge(ErrorEvent, run => Noticing.Of(runs, run, "a failure after an error event")),
        },
        new("client.unknown-events", Must, Snapshot.May2025, "An event of an unknown type is passed over",
            new(Documents.Streaming, "Other events",
                "We may add new event types, and your code should handle unknown event types gracefully."))
        {
            Scenarios = [Scenario.Plain, UnknownEvent],
            Judge = runs => runs.Judge(UnknownEvent, run => Noticing.Tolerated(run, "a success with an unknown event in its stream")),
        },
        new("client.cancellation", Should, Snapshot.October2026, "A client that is interrupted closes its connection",
            new(Documents.Recorded, "Disconnect",
                "A disconnect that does not reach the API, which goes on and is paid for: BerriAI/litellm#30244 streaming, #36123, "
                    + "#37140 not streaming, #31499 before the first byte."))
        {
            Scenarios = [Held],
            Judge = runs => runs.Judge(Held, Closed),
        },
    ];

    private static ClientFinding WithoutStream(ClientFinding finding) =>
        finding.Reason?.Kind == ReasonKind.NotSeen ? finding with { Message = "the client never asked for a stream" } : finding;

    private static ClientFinding Read(ScenarioRun run)
    {
        const string expected = "every stream read to its end";
        if (run.Ending.Kind == ClientEndingKind.TimedOut)
        {
            return ClientFinding.NotJudged(ReasonKind.Timeout, "the client was still running when its time was over");
        }

        if (run.Left is not { } left)
        {
            return ClientFinding.Kept(expected, "every stream was read") with { Deciding = run.Provoked.Last() };
        }

        var last = left.Arrival.Answer.Pieces is [.., var piece] ? piece.Name : "its head";
        return ClientFinding.Broken(expected, $"it was left after {last}") with { Deciding = left };
    }

    private static ClientFinding Closed(ScenarioRun run)
    {
        const string expected = "the connection closed after the interruption";
        var held = run.Provoked.First();
        if (run.Ending.Kind == ClientEndingKind.Elsewhere)
        {
            return held.Arrival.ClosedAt is not null
                ? ClientFinding.Kept(expected, "it was closed") with { Deciding = held }
                : ClientFinding.NotSeen("nobody interrupted the client");
        }

        if (!run.WasInterrupted)
        {
            return ClientFinding.NotSeen("the client could not be interrupted");
        }

        return run.ClosedAfter is { } after
            ? ClientFinding.Kept(expected, string.Create(CultureInfo.InvariantCulture, $"it was closed after {after.TotalSeconds:0.00} s"))
                with
            { Deciding = held }
            : ClientFinding.Broken(expected, $"it was still open after {ClientRun.LongestClosing.TotalSeconds} s") with { Deciding = held };
    }
}
