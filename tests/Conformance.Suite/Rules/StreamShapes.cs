using System.Text.Json;
using System.Text.Unicode;
using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>What the official clients read of the events of a stream.</summary>
public sealed class StreamShapes : ContractTests
{
    [Rule("stream.utf8", Must, "2025-05", "The bytes of a stream are UTF-8", DependsOn = ["stream.content-type"])]
    [Clause(Documents.EventStreams, "9.2.5 Parsing an event stream", "Event streams in this format must always be encoded as UTF-8.")]
    [Operations("messages.create")]
    public async Task A_stream_is_utf8(Operation operation)
    {
        var exchange = await EventStreamOf(operation);
        var bytes = AnswerBody.Decoded(exchange.Response!) ?? [];
        exchange.Should().HoldOfBody(Utf8.IsValid(bytes), "UTF-8", $"other bytes among {bytes.Length}");
    }

    [Rule(
        "stream.index", Must, "2025-05", "A block has its place as index, and so have its deltas and its stop",
        DependsOn = ["stream.content-type", "stream.event-order", "stream.utf8"])]
    [Clause(
        Documents.Streaming, "Event types",
        "Each content block will have an `index` that corresponds to its index in the final Message `content` array.")]
    [Operations("messages.create")]
    public async Task Events_of_a_block_have_its_index(Operation operation)
    {
        var (exchange, events) = await Ordered(operation);
        var open = -1;
        foreach (var one in events.Where(one => one.DataType?.StartsWith("content_block_", StringComparison.Ordinal) == true))
        {
            open += one.DataType == "content_block_start" ? 1 : 0;
            Of(exchange, one).Hold(
                "index", value =>
                    value is { ValueKind: JsonValueKind.Number } index && index.TryGetInt32(out var place) && place == open, $"{open}");
        }
    }

    [Rule(
        "shape.stream-start", Must, "2025-05", "The event message_start has the message with its id and its usage, and none of its content",
        DependsOn = ["stream.content-type", "stream.event-order", "stream.utf8"])]
    [Clause(
        Documents.Streaming, "Event types",
        "`message_start`: contains a `Message` object with empty `content`. stop_reason: it is null in the `message_start` event and "
            + "non-null otherwise.")]
    [Operations("messages.create")]
    public async Task A_stream_starts_with_a_message(Operation operation)
    {
        var (exchange, events) = await Ordered(operation);
        var message = Of(exchange, events.First(one => one.DataType == "message_start")).Object("message");
        message.Text("id");
        message.OneOf("type", "message");
        message.OneOf("role", "assistant");
        message.Text("model");
        message.Hold(
            "content", value => value is { ValueKind: JsonValueKind.Array } content && content.GetArrayLength() == 0, "an empty array");
        message.NullOrAbsent("stop_reason");
        var usage = message.Object("usage");
        usage.Count("input_tokens");
        usage.Count("output_tokens");
        Shapes.HoldsInput(usage);
    }

    [Rule(
        "shape.stream-delta", Must, "2025-05", "The event message_delta says why the message ended, and how many tokens came out",
        DependsOn = ["stream.content-type", "stream.event-order", "stream.utf8"])]
    [Clause(
        Documents.Clients, "Types of resources",
        "RawMessageDeltaEvent { delta: { stop_reason: StopReason | null; stop_sequence: string | null }; usage: MessageDeltaUsage }; "
            + "MessageDeltaUsage { output_tokens: number }: the cumulative number of output tokens which were used.")]
    [Operations("messages.create")]
    public async Task A_stream_ends_with_a_reason(Operation operation)
    {
        var (exchange, events) = await Ordered(operation);
        var deltas = events.Where(one => one.DataType == "message_delta").Select(one => Of(exchange, one)).ToList();
        exchange.Should().HoldOfBody(deltas.Count > 0, "message_delta in the stream", "none");
        foreach (var delta in deltas)
        {
            delta.Object("delta");
            delta.Object("usage").Count("output_tokens");
        }

        Shapes.HoldsStopReason(deltas[^1].Object("delta"));
        deltas[^1].Object("usage").Some("output_tokens");
    }

    private static JsonShape Of(Exchange exchange, ServerSentEvent one) => new(exchange, one.Data, one.DataType ?? "event");

    private static async Task<Exchange> EventStreamOf(Operation operation)
    {
        var exchange = await Streaming.Stream(operation);
        if (exchange.Response is not { Status: 200, MediaType: MediaTypes.EventStream })
        {
            Skip.See("stream.content-type", $"the answer is no event stream ({exchange.Should().Came()})");
        }

        if (exchange.Response!.IsTruncated)
        {
            Skip.NothingToShow("the stream is longer than what is kept of it");
        }

        return exchange;
    }

    /// <summary>The events of a stream that has them all, in order and readable.</summary>
    private static async Task<(Exchange Exchange, IReadOnlyList<ServerSentEvent> Events)> Ordered(Operation operation)
    {
        var exchange = await EventStreamOf(operation);
        if (!Utf8.IsValid(AnswerBody.Decoded(exchange.Response!) ?? []))
        {
            Skip.See("stream.utf8", "the stream is not UTF-8");
        }

        var events = EventStream.Events(exchange.Response!);
        var types = events.Select(one => one.DataType).OfType<string>().Where(type => type != "ping").ToList();
        if (types is not ["message_start", .., "message_stop"] || EventStream.OrderFault(types) is not null)
        {
            Skip.See("stream.event-order", "the events are not the documented ones in order");
        }

        return (exchange, events);
    }
}
