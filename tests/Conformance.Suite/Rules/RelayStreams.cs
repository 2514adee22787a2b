using System.Net.ServerSentEvents;
using System.Text;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.BothSides;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>What becomes of an event stream on the way through a gateway: when its events come, and which.</summary>
public sealed class RelayStreams : GatewayTests
{
    private const string AsTheyArrive =
        "Pass server-sent events through as they arrive: a gateway that buffers complete responses before relaying them stalls the client.";

    [Rule("relay.incremental", Must, "2026-10", "The client has each event before the upstream sends the next",
        DependsOn = ["relay.event-sequence"], IsAskedOnce = true)]
    [Clause(Documents.GatewayProtocol, "Streaming", AsTheyArrive)]
    [Operations("messages.create")]
    public async Task Each_event_comes_before_the_next(Operation operation)
    {
        // No deltas: a gateway that mixes up their order is another rule's to judge.
        (string Name, string Data)[] events =
        [
            ("message_start", UpstreamTexts.Start), ("content_block_start", UpstreamTexts.BlockStart),
                ("content_block_stop", UpstreamTexts.BlockStop),
            ("message_delta", UpstreamTexts.End), ("message_stop", UpstreamTexts.Stop),
        ];
        var gates = events.Select(_ => new Gate()).ToArray();
        var script = events.Zip(gates)
            .Aggregate(Script.Stream(), (answer, next) => answer.Event(next.First.Name, next.First.Data).Until(next.Second));
        using var sending = Gateway.Begin(operation, script, Streamed);
        string? late = null;
        foreach (var ((name, data), gate) in events.Zip(gates))
        {
            if (late is null && await Reached(gate, sending) && !await sending.Received.Has(data[..^1], Patience))
            {
                late = name;
                Observe("heldBytes", sending.Ended.IsCompleted ? null : events.TakeWhile(one => one.Name != name).Append((name, data))
                    .Sum(one => "event: \ndata: \n\n".Length + one.Item1.Length + one.Item2.Length) - sending.Received.Length);
            }

            gate.Open();
        }

        var both = await sending.Ended;
        await Gateway.MustHaveArrived(operation, both);
        await StreamsMustCome(operation, both);
        both.Should().Hold(
            late is null, "each event at the client before the upstream sent the next",
                $"{late} was held back for {Patience.TotalSeconds:0} s", new Mark(MarkedPart.Time));
    }

    [Rule("relay.ping", Must, "2026-10", "The client gets a ping when the upstream sends it",
        DependsOn = ["relay.incremental", "relay.event-sequence"], IsAskedOnce = true)]
    [Clause(Documents.GatewayProtocol, "Streaming",
        "Forward keep-alive pings as well. … aborts a stream that goes silent for 300 seconds by default.")]
    [Operations("messages.create")]
    public async Task A_ping_comes(Operation operation)
    {
        var (started, pinged) = (new Gate(), new Gate());
        using var sending = Gateway.Begin(
            operation,
            Script.Stream().Event("message_start", UpstreamTexts.Start).Until(started).Ping().Until(pinged)
                .Event("message_stop", UpstreamTexts.Stop),
            Streamed);
        var isIncremental = await Reached(started, sending) && await sending.Received.Has("msg_01Conformance", Patience);
        started.Open();
        var came = isIncremental && await Reached(pinged, sending) && await sending.Received.Has("\"ping\"", Patience);
        pinged.Open();
        var both = await sending.Ended;
        await Gateway.MustHaveArrived(operation, both);
        await StreamsMustCome(operation, both);
        if (!isIncremental && both.GotText.Contains("\"ping\"", StringComparison.Ordinal))
        {
            Skip.See("relay.incremental", "the stream is held back as a whole");
        }

        both.Should().Hold(came, "the ping before the next event",
            both.GotText.Contains("\"ping\"", StringComparison.Ordinal) ? "it came late" : "no ping", new Mark(MarkedPart.Body));
    }

    [Rule("relay.unknown-event", Must, "2026-10", "The client gets an event of a type that the gateway does not know",
        DependsOn = ["relay.event-sequence"])]
    [Clause(Documents.Streaming, "Other events", "We may add new event types, and your code should handle unknown event types gracefully.")]
    [Operations("messages.create")]
    public async Task An_unknown_event_comes(Operation operation)
    {
        var both = await Send(
            operation,
            Script.Stream().Event("message_start", UpstreamTexts.Start).Event("conformance_new", """{"type":"conformance_new","n":1}""")
                .Event("message_stop", UpstreamTexts.Stop),
            Streamed);
        await StreamsMustCome(operation, both);
        both.Should().Hold(both.GotText.Contains("\"conformance_new\"", StringComparison.Ordinal), "the event conformance_new",
            "it is not there", new Mark(MarkedPart.Body));
    }

    [Rule("relay.event-sequence", Must, "2026-10",
        "The client gets the events of the upstream: names, data of several lines, characters and order")]
    [Clause(Documents.GatewayProtocol, "Streaming", AsTheyArrive)]
    [Operations("messages.create", Variants = ["lf", "crlf"])]
    public async Task The_events_come_as_they_are(Operation operation, string variant)
    {
        var line = variant == "lf" ? "\n" : "\r\n";
        string Event(string name, string data) => $"event: {name}{line}data: {data}{line}{line}";
        var text = Event("message_start", UpstreamTexts.Start) + Event("content_block_start", UpstreamTexts.BlockStart)
            + Event("content_block_delta", UpstreamTexts.Delta("first é😀"))
            + Event("content_block_delta", UpstreamTexts.Delta("second"))
            + $"event: content_block_stop{line}data: {{\"type\":\"content_block_stop\",{line}data: \"index\":0}}{line}{line}"
            + Event("message_delta", UpstreamTexts.End) + Event("message_stop", UpstreamTexts.Stop);
        var bytes = Encoding.UTF8.GetBytes(text);

        // Cut in the middle of the emoji, and of a line.
        var cut = bytes.AsSpan().IndexOf("😀"u8) + 2;
        var both = await Send(operation,
            Script.Stream().Bytes(bytes.AsMemory(0, cut)).Bytes(bytes.AsMemory(cut, 100)).Bytes(bytes.AsMemory(cut + 100)), Streamed);
        both.Should().Hold(both.Client.Response is { Status: 200 }, "the stream of the upstream", both.Client.Should().Came(),
            new Mark(MarkedPart.Status));
        var (sent, got) = (Events(bytes), Events(both));
        var at = sent.Zip(got).TakeWhile(pair => pair.First == pair.Second).Count();
        both.Should().Hold(
            at == sent.Count && got.Count == sent.Count,
            at < sent.Count ? $"{sent[at].Name} as event {at + 1} of {sent.Count}" : $"{sent.Count} events",
            at >= got.Count ? $"{got.Count} events" : at >= sent.Count || got[at].Name != sent[at].Name ? $"{got[at].Name}"
                : $"{got[at].Name} with other data",
            new Mark(MarkedPart.Body));
    }

    [Rule("relay.error-event", Must, "2026-10", "The client gets an error event, and no message_stop that the upstream never sent",
        DependsOn = ["relay.event-sequence"])]
    [Clause(Documents.Streaming, "Error events", "The API may occasionally send errors in the event stream.")]
    [Operations("messages.create")]
    public async Task An_error_event_comes(Operation operation)
    {
        var both = await Send(
            operation,
            Script.Stream().Event("message_start", UpstreamTexts.Start).Event("content_block_start", UpstreamTexts.BlockStart)
                .Event("content_block_delta", UpstreamTexts.Delta("so far"))
                    .Event("error", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""),
            Streamed);
        await StreamsMustCome(operation, both);
        both.Should()
            .Hold(!both.GotText.Contains("message_stop", StringComparison.Ordinal), "no message_stop", "message_stop",
                new Mark(MarkedPart.Text, "message_stop"))
            .Hold(both.GotText.Contains("overloaded_error", StringComparison.Ordinal), "the error event", "it is not there",
                new Mark(MarkedPart.Body));
    }

    [Rule("relay.comments", Info, "2026-10", "What becomes of comments, ids, retry times and a byte order mark in a stream is recorded")]
    [Clause(Documents.Html, "9.2.6", "If the line starts with a U+003A COLON character (:): Ignore the line.")]
    [Operations("messages.create")]
    public async Task Comments_are_recorded(Operation operation)
    {
        var both = await Send(
            operation,
            Script.Stream().Bytes(Encoding.UTF8.Preamble.ToArray()).Event("message_start", UpstreamTexts.Start).Comment("conformance")
                .Bytes($"id: 7\nretry: 1234\nevent: message_stop\ndata: {UpstreamTexts.Stop}\n\n"),
            Streamed);
        Observe("comment", both.GotText.Contains(": conformance", StringComparison.Ordinal));
        Observe("id", both.GotText.Contains("id: 7", StringComparison.Ordinal));
        Observe("retry", both.GotText.Contains("retry: 1234", StringComparison.Ordinal));
        Observe(both.Client, "byteOrderMark", both.GotBody.Span.StartsWith(Encoding.UTF8.Preamble));
    }

    [Rule("relay.cut", Should, "2024-06", "A stream that was cut upstream does not end for the client as if it were whole")]
    [Clause(Documents.Rfc9112, "8",
        "A message body that uses the chunked transfer coding is incomplete if the zero-sized chunk that terminates the encoding has "
        + "not been received.")]
    [Operations("messages.create")]
    public async Task A_cut_is_seen(Operation operation)
    {
        var both = await Send(
            operation,
            Script.Stream().Event("message_start", UpstreamTexts.Start).Event("content_block_start", UpstreamTexts.BlockStart)
                .Event("content_block_delta", UpstreamTexts.Delta("so far")).Cut(),
            Streamed);
        if (both.Arrival.Protocol == "HTTP/1.0")
        {
            // RFC 9112, section 6.3: there the end of the connection is the end of the body.
            Skip.Transport("the gateway speaks HTTP/1.0 upstream, where a cut cannot be told from an end");
        }

        both.Should()
            .Hold(!both.GotText.Contains("message_stop", StringComparison.Ordinal), "no message_stop", "message_stop",
                new Mark(MarkedPart.Text, "message_stop"))
            .Hold(
                both.Client.Outcome != Outcome.Answered || both.Client.Response!.Status >= 400 || Events(both)
                    .Any(one => one.Name == "error"),
                "a cut, or an error event",
                "a stream that ends in order",
                new Mark(MarkedPart.Body));
    }

    // Over where the exchange is: a gateway that gave it up lets no gate be reached.
    private static async Task<bool> Reached(Gate gate, Sending sending)
    {
        await Task.WhenAny(gate.Reached, sending.Ended);
        return gate.Reached.IsCompleted;
    }

    private static List<(string Name, string Data)> Events(TwoSides both) =>
        Events(both.Client.Response is { } response ? AnswerBody.Decoded(response) ?? [] : []);

    private static List<(string Name, string Data)> Events(byte[] bytes) =>
        [.. SseParser.Create(new MemoryStream(bytes)).Enumerate().Where(one => one.EventType != "ping")
            .Select(one => (one.EventType, one.Data))];
}
