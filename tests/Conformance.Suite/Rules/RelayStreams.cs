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
    private const string Plain = "plain";
    private const string AcceptsGzip = "accepts-gzip";
    private const string Unknown = """{"type":"conformance_new","n":1}""";
    private const string Overloaded = """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""";
    private const int LongText = 1_200;

    [Rule("relay.incremental", Must, "2026-10", "The client has each event before the upstream sends the next",
        DependsOn = ["relay.event-sequence"], IsAskedOnce = true, IsTimed = true)]
    [Clause(Documents.GatewayProtocol, "Streaming", AsTheyArrive)]
    [Operations("messages.create", Variants = [Plain, AcceptsGzip])]
    public async Task Each_event_comes_before_the_next(Operation operation, string variant)
    {
        // No deltas: a gateway that mixes up their order is another rule's to judge. The text shows who holds back only what comes
        // after the first few kilobytes.
        var text = string.Join(' ', Enumerable.Repeat("so far", LongText));
        (string Name, string Data)[] events =
        [
            ("message_start", UpstreamTexts.Start), ("content_block_start", UpstreamTexts.BlockStartWith(text)),
                ("content_block_stop", UpstreamTexts.BlockStop),
            ("message_delta", UpstreamTexts.End), ("message_stop", UpstreamTexts.Stop),
        ];
        var gates = events.Select(_ => new Gate()).ToArray();
        var script = events.Zip(gates)
            .Aggregate(Script.Stream(), (answer, next) => answer.Event(next.First.Name, next.First.Data).Until(next.Second));
        using var sending = Gateway.Begin(operation, script,
            request => variant == AcceptsGzip ? Streamed(request).Adding("accept-encoding", "gzip") : Streamed(request));
        string? late = null;
        foreach (var (index, gate) in gates.Index())
        {
            if (late is null && await Reached(gate, sending) && !await sending.Received.HasEvents(index + 1, Patience))
            {
                late = events[index].Name;
                if (variant == Plain)
                {
                    Observe("heldBytes", sending.Ended.IsCompleted ? null : events.Take(index + 1)
                        .Sum(one => "event: \ndata: \n\n".Length + one.Name.Length + one.Data.Length) - sending.Received.Length);
                }
            }

            gate.Open();
        }

        var both = await sending.Ended;
        await Gateway.MustHaveArrived(operation, both);
        await StreamsMustCome(operation, both);
        if (late is not null && both.Client.Outcome == Outcome.Answered && Events(both).Count < events.Length)
        {
            Skip.See("relay.event-sequence", $"of {events.Length} events only {Events(both).Count} come at all");
        }

        both.Should().Hold(
            late is null, "each event at the client before the upstream sent the next",
                $"{late} was held back for {Patience.TotalSeconds:0} s", new Mark(MarkedPart.Time));
    }

    [Rule("relay.ping", Must, "2026-10", "The client gets a ping when the upstream sends it",
        DependsOn = ["relay.incremental", "relay.event-sequence"], IsAskedOnce = true, IsTimed = true)]
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
        var isIncremental = await Reached(started, sending) && await sending.Received.HasEvents(1, Patience);
        started.Open();
        var came = isIncremental && await Reached(pinged, sending) && await sending.Received.HasPing(Patience);
        pinged.Open();
        var both = await sending.Ended;
        await Gateway.MustHaveArrived(operation, both);
        await StreamsMustCome(operation, both);
        var comesAtAll = EventText.Events(GotPlain(both)).Any(ReceivedText.IsPing);
        if (!isIncremental && comesAtAll)
        {
            Skip.See("relay.incremental", "the stream is held back as a whole");
        }

        both.Should().Hold(came, "the ping before the next event", comesAtAll ? "it came late" : "no ping", new Mark(MarkedPart.Body));
    }

    [Rule("relay.unknown-event", Must, "2026-10", "The client gets an event of a type that the gateway does not know",
        DependsOn = ["relay.event-sequence"])]
    [Clause(Documents.Streaming, "Other events", "We may add new event types, and your code should handle unknown event types gracefully.")]
    [Operations("messages.create")]
    public async Task An_unknown_event_comes(Operation operation)
    {
        var both = await Send(
            operation,
            Script.Stream().Event("message_start", UpstreamTexts.Start).Event("conformance_new", Unknown)
                .Event("message_stop", UpstreamTexts.Stop),
            Streamed);
        await StreamsMustCome(operation, both);
        NamesMustCome(both);
        var lost = Lost(both, "conformance_new", Unknown);
        both.Should().Hold(lost is null, $"the event conformance_new with the data {Unknown}", lost ?? "", new Mark(MarkedPart.Body));
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
            at >= got.Count ? $"{got.Count} events"
                : at >= sent.Count || got[at].Name != sent[at].Name ? Named(got[at].Name)
                : OtherData(sent[at], got[at]),
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
                    .Event("error", Overloaded),
            Streamed);
        await StreamsMustCome(operation, both);
        NamesMustCome(both);
        var lost = Lost(both, "error", Overloaded);
        both.Should()
            .Hold(!both.GotText.Contains("message_stop", StringComparison.Ordinal), "no message_stop", "message_stop",
                new Mark(MarkedPart.Text, "message_stop"))
            .Hold(lost is null, $"the event error with the data {Overloaded}", lost ?? "", new Mark(MarkedPart.Body));
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

    [Rule("relay.cut", Should, "2024-06", "An answer that was cut upstream does not end for the client as if it were whole")]
    [Clause(Documents.Rfc9112, "8",
        "A message body that uses the chunked transfer coding is incomplete if the zero-sized chunk that terminates the encoding has "
        + "not been received.")]
    [Operations("messages.create", Variants = ["stream", "json"])]
    public async Task A_cut_is_seen(Operation operation, string variant)
    {
        var both = variant == "json"
            ? await Send(operation, Script.Answer(200).Chunked().Json(UpstreamTexts.Message[..200]).Cut())
            : await Send(
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
                variant == "json" ? "an answer that ends in order" : "a stream that ends in order",
                new Mark(MarkedPart.Body));
    }

    // Over where the exchange is: a gateway that gave it up lets no gate be reached.
    private static async Task<bool> Reached(Gate gate, Sending sending)
    {
        await Task.WhenAny(gate.Reached, sending.Ended);
        return gate.Reached.IsCompleted;
    }

    // Where no event keeps its name, that is one fault, and not one of each kind of event.
    private static void NamesMustCome(TwoSides both)
    {
        if (both.Client.Response is { Status: 200 } && Events(both) is { Count: > 0 } got && got.All(one => one.Name.Length == 0))
        {
            Skip.See("relay.event-sequence", "the events come without their names");
        }
    }

    /// <summary>What became of an event; null where it came by its name and with its data.</summary>
    private static string? Lost(TwoSides both, string name, string data)
    {
        var got = Events(both);
        var named = got.Where(one => one.Name == name).ToList();
        if (named.Exists(one => IsSame(one.Data, data)))
        {
            return null;
        }

        return named.Count > 0 ? OtherData((name, data), named[0])
            : got.Exists(one => IsSame(one.Data, data)) ? $"its data in {Named(got.Find(one => IsSame(one.Data, data)).Name)}"
            : "it is not there";
    }

    private static bool IsSame(string came, string sent) =>
        JsonDifference.Parse(came) is { } json && JsonDifference.First(JsonDifference.Parse(sent), json) is null;

    private static string Named(string name) => name.Length == 0 ? "an event without a name" : name;

    private static string OtherData((string Name, string Data) sent, (string Name, string Data) came) =>
        $"{came.Name} with other data: " + (JsonDifference.Parse(came.Data) is not { } json ? "it is no JSON"
            : JsonDifference.First(JsonDifference.Parse(sent.Data), json) ?? "its JSON is spelled otherwise");

    private static byte[] GotPlain(TwoSides both) => both.Client.Response is { } response ? AnswerBody.Decoded(response) ?? [] : [];

    private static List<(string Name, string Data)> Events(TwoSides both) => Events(GotPlain(both));

    private static List<(string Name, string Data)> Events(byte[] bytes) =>
        [.. EventText.Events(bytes).Where(one => !ReceivedText.IsPing(one)).Select(one => (one.Name, one.Text))];
}
