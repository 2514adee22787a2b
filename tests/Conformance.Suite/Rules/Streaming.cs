using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Streaming": the event stream of a message with <c>"stream": true</c>.</summary>
public sealed class Streaming : ContractTests
{
    private const string EventFlow =
        "Each stream uses the following event flow: `message_start` … `content_block_start`, one or more `content_block_delta` events, "
            + "and a `content_block_stop` … `message_delta` … A final `message_stop` event.";

    // The least time that tells a stream of a few tokens from one that was gathered first.
    private static readonly TimeSpan Spread = TimeSpan.FromMilliseconds(8);

    [Rule("stream.content-type", Must, "2025-05", "A stream is labelled text/event-stream")]
    [Clause(
        Documents.Streaming, "Event types",
        "When creating a Message, you can set `\"stream\": true` to incrementally stream the response using server-sent events (SSE).")]
    [Operations("messages.create")]
    public async Task A_stream_is_labelled_as_one(Operation operation)
    {
        var exchange = await Stream(operation);
        exchange.Should().HaveStatus(200).And.HaveMediaType(MediaTypes.EventStream);
    }

    [Rule("stream.request-id", Must, "2025-05", "A stream carries request-id")]
    [Clause(
        Documents.Overview2025May, "Response Headers", "The Claude API includes the following headers in every response: `request-id` …")]
    [Operations("messages.create")]
    public async Task A_stream_carries_a_request_id(Operation operation) =>
        (await Stream(operation)).Should().HaveHeader(HeaderNames.RequestId);

    [Rule("stream.organization-id", Must, "2025-05", "A stream carries anthropic-organization-id")]
    [Clause(
        Documents.Overview2025May, "Response Headers",
        "The Claude API includes the following headers in every response: … `anthropic-organization-id` …")]
    [Operations("messages.create")]
    public async Task A_stream_carries_the_organization(Operation operation) =>
        (await Stream(operation)).Should().HaveHeader(HeaderNames.OrganizationId);

    [Rule("stream.event-order", Must, "2025-05", "The events come in order, from message_start to message_stop")]
    [Clause(Documents.Streaming, "Event types", EventFlow)]
    [Operations("messages.create")]
    public async Task The_events_come_in_order(Operation operation)
    {
        var exchange = await Stream(operation);
        var types =
            EventStream.Events(exchange.Response!).Select(one => one.DataType).OfType<string>().Where(type => type != "ping").ToList();
        Observe("events", types.Count);
        exchange.Should().HoldOfBody(
            types.Count > 0 && types[0] == "message_start", "message_start as the first event", types.Count == 0
                ? "no event"
                : types[0], types.FirstOrDefault());
        exchange.Should().HoldOfBody(types[^1] == "message_stop", "message_stop as the last event", types[^1], types[^1]);
        var fault = EventStream.OrderFault(types);
        exchange.Should().HoldOfBody(fault is null, "the documented order of events", fault ?? "", fault?.Split(' ')[0]);
    }

    [Rule("stream.event-lines", Must, "2025-05", "Each event has an event: line that names its type", DependsOn = ["stream.event-order"])]
    [Clause(
        Documents.Streaming, "Event types",
        "Each server-sent event includes a named event type and associated JSON data. Each event uses an SSE event name (e.g. `event: "
            + "message_stop`), and includes the matching event `type` in its data.")]
    [Operations("messages.create")]
    public async Task Each_event_is_named(Operation operation)
    {
        var exchange = await Stream(operation);
        var events = EventStream.Events(exchange.Response!);
        if (events.Count == 0)
        {
            Skip.See("stream.event-order", "the answer has no event");
        }

        var unnamed = events.FirstOrDefault(one => one.Name != one.DataType);
        exchange.Should().HoldOfBody(
            unnamed is null, $"event: {unnamed?.DataType}", unnamed?.Name is { } name
                ? $"event: {name}"
                : "no event: line", unnamed?.Name ?? unnamed?.DataType);
    }

    [Rule("stream.only-when-asked", Must, "2025-05", "Without \"stream\": true the answer is no event stream")]
    [Clause(
        Documents.Streaming, "Event types", "When creating a Message, you can set `\"stream\": true` to incrementally stream the "
            + "response.")]
    [Operations("messages.create")]
    public async Task A_stream_comes_only_when_asked_for(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        exchange.Should().HoldOfHeader(
            HeaderNames.ContentType,
            exchange.Response!.MediaType != MediaTypes.EventStream,
            "an answer that is no event stream",
            MediaTypes.EventStream);
    }

    [Rule("stream.invalid-request", Must, "2025-05", "An invalid request for a stream is answered with a JSON 4xx", Reads = Reads.Refusal)]
    [Clause(
        Documents.Errors, "HTTP errors",
        "When receiving a streaming response via SSE, it's possible that an error can occur after returning a 200 response; before it, "
            + "the error code format holds.")]
    [Operations("messages.create")]
    public async Task An_invalid_request_for_a_stream_is_an_ordinary_error(Operation operation)
    {
        var body = Target.Json(operation).Replace("\"max_tokens\":1,", "\"stream\":true,", StringComparison.Ordinal);
        var exchange = await Target.Send(Target.Probe(operation).WithBody(body));
        exchange.Should().HoldOfHeader(
            HeaderNames.ContentType,
            exchange.Response!.MediaType != MediaTypes.EventStream,
            "an error that is no event stream",
            MediaTypes.EventStream);
        exchange.Should().BeRefused();
        exchange.Should().HaveMediaType(MediaTypes.Json);
    }

    [Rule(
        "stream.not-buffered", Should, "2025-05", "Events are delivered as they happen, not gathered first",
        DependsOn = ["stream.event-order"], IsAskedOnce = true, OwnText = "*")]
    [Clause(Documents.Gateways, "API format", "The gateway must not buffer the event stream.")]
    [Operations("messages.create")]
    public async Task A_stream_is_not_buffered(Operation operation)
    {
        var widest = TimeSpan.Zero;
        Exchange exchange = await Stream(operation);
        for (var tries = 0; tries < 3 && widest < Spread; tries++)
        {
            exchange = await Target.Send(Streaming.Request(operation));
            var arrivals = exchange.Response!.Arrivals;
            widest = arrivals.Count < 2 ? widest : new[] { widest, arrivals[^1].At - arrivals[0].At }.Max();
        }

        if (EventStream.Events(exchange.Response!).Count < 3)
        {
            Skip.See("stream.event-order", "the stream has too few events to tell");
        }

        Observe("spreadMs", Math.Round(widest.TotalMilliseconds, 1));
        exchange.Should().Hold(
            widest >= Spread,
            $"the events spread over {Spread.TotalMilliseconds:0} ms or more",
            $"all of them within {widest.TotalMilliseconds:0.0} ms, three times",
            new Mark(MarkedPart.Time));
    }

    private static Request Request(Operation operation) => Target.Probe(operation).WithBody(
        Target.Json(operation).Replace(
            "\"max_tokens\":1,",
            "\"max_tokens\":24,\"stream\":true,",
            StringComparison.Ordinal).Replace("\"Hi\"", "\"Count from one to ten.\"", StringComparison.Ordinal));

    /// <summary>The answer to a message that is asked for as a stream, sent once a run.</summary>
    internal static Task<Exchange> Stream(Operation operation) => Target.Once("stream", () => Request(operation));
}
