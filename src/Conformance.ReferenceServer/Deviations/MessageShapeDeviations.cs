using System.Text.Json.Nodes;

namespace Conformance.Reference;

/// <summary>What goes wrong with the shape of messages, of their streams and of token counts.</summary>
internal static class MessageShapeDeviations
{
    private const string Translating = "translating gateways";

    private static readonly string[] Messages = ["messages.create"];
    private static readonly string[] Count = ["messages.count_tokens"];

    public static IEnumerable<Deviation> All { get; } =
    [
        Message(
            "message-id-missing",
            "A message has no id.",
            "ogx#5521, agentscope-java#592",
            json => json.Remove("id")) with { Masks = ["shape.message-id-format"] },
        Message(
            "message-id-empty",
            "The id of a message is empty.",
            Translating,
            json => json["id"] = "") with { Masks = ["shape.message-id-format"] },
        Message(
            "message-id-of-another-api", "The id of a message begins with chatcmpl-.", Translating, json => json["id"] = "chatcmpl-1") with
        {
            Rules = ["shape.message-id-format"],
        },
        Message("message-type-missing", "A message has no type.", Translating, json => json.Remove("type")),
        Message("message-role-missing", "A message has no role.", Translating, json => json.Remove("role")),
        Message("message-content-string", "The content of a message is a string.", Translating, json => json["content"] = "Hello!"),
        Message("message-content-missing", "A message has no content.", Translating, json => json.Remove("content")),
        Message(
            "message-block-type-missing", "A content block has no type.", Translating,
            json => json["content"]![0]!.AsObject().Remove("type")),
        Message(
            "message-block-text-missing", "A text block has no text.", Translating, json => json["content"]![0]!.AsObject().Remove("text")),
        Message("message-model-missing", "A message has no model.", Translating, json => json.Remove("model")),
        Message("message-stop-reason-missing", "A message has no stop_reason.", Translating, json => json.Remove("stop_reason")),
        Message(
            "message-stop-reason-of-another-api", "The stop_reason of a message is \"length\".", Translating,
            json => json["stop_reason"] = "length"),
        Message("message-stop-sequence-missing", "A message has no stop_sequence.", Translating, json => json.Remove("stop_sequence")),

        Usage("usage-missing", "A message has no usage.", json => json.Remove("usage")),
        Usage("usage-null", "The usage of a message is null.", json => json["usage"] = null),
        Usage("usage-input-zero", "A message cost no input tokens.", json => json["usage"]!["input_tokens"] = 0),
        Usage("usage-output-zero", "A message cost no output tokens.", json => json["usage"]!["output_tokens"] = 0),
        Usage("usage-text", "The tokens of a message are texts.", json => json["usage"]!["output_tokens"] = "1"),
        Usage(
            "usage-of-another-api", "The usage of a message has other names.",
            json => json["usage"] = new JsonObject { ["total_tokens"] = 9 }),

        Start("stream-start-without-message", "message_start has no message.", "hand-written streams", json => json.Remove("message")),
        Start("stream-start-without-id", "The message in message_start has no id.", Translating, json => Begun(json).Remove("id")),
        Start("stream-start-without-role", "The message in message_start has no role.", Translating, json => Begun(json).Remove("role")),
        Start("stream-start-without-model", "The message in message_start has no model.", Translating, json => Begun(json).Remove("model")),
        Start(
            "stream-start-without-usage", "The message in message_start has no usage.", "sglang#20678, CLIProxyAPI#1700",
            json => Begun(json).Remove("usage")),
        Start(
            "stream-start-usage-zero", "The usage in message_start counts no input.", Translating,
            json => Begun(json)["usage"]!["input_tokens"] = 0),
        Start(
            "stream-start-without-content", "The message in message_start has no content.", Translating,
            json => Begun(json).Remove("content")),
        Start("stream-start-with-content", "The message in message_start has its content already.", "litellm#41406", json =>
            Begun(json)["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "Hello!" })),
        Start("stream-start-with-stop-reason", "The message in message_start has its stop_reason already.", Translating, json =>
            Begun(json)["stop_reason"] = "end_turn"),

        Delta("stream-delta-without-delta", "message_delta has no delta.", json => json.Remove("delta")),
        Delta("stream-delta-without-stop-reason", "message_delta says no stop_reason.", json => json["delta"]!["stop_reason"] = null),
        Delta("stream-delta-without-usage", "message_delta has no usage.", json => json.Remove("usage")),
        Delta("stream-delta-usage-null", "The usage in message_delta is null.", json => json["usage"] = null),
        Delta("stream-delta-usage-zero", "The usage in message_delta counts no output.", json => json["usage"]!["output_tokens"] = 0),

        Index("index-missing-on-starts", "content_block_start has no index.", "content_block_start", json => json.Remove("index")),
        Index("index-missing-on-deltas", "content_block_delta has no index.", "content_block_delta", json => json.Remove("index")),
        Index("index-missing-on-stops", "content_block_stop has no index.", "content_block_stop", json => json.Remove("index")),
        Index(
            "index-of-deltas-of-another-block", "content_block_delta has the index of a block that is not open.", "content_block_delta",
            json => json["index"] = 1),
        Index(
            "index-of-stops-of-another-block", "content_block_stop has the index of a block that is not open.", "content_block_stop",
            json => json["index"] = 1),
        Index("index-from-one", "The first block has the index 1.", "content_block_", json => json["index"] = 1),

        Counted("count-tokens-zero", "Token Counting always counts 0.", "codebuddy2api#12", json => json["input_tokens"] = 0),
        Counted("count-tokens-missing", "Token Counting has no input_tokens.", Translating, json => json.Remove("input_tokens")),
        Counted("count-tokens-text", "Token Counting counts in text.", Translating, json => json["input_tokens"] = "8"),
        Counted("count-tokens-fraction", "Token Counting counts in fractions.", "estimates by length", json => json["input_tokens"] = 8.25),
    ];

    private static JsonObject Begun(JsonObject json) => json["message"]!.AsObject();

    private static Deviation Message(string name, string breaks, string seenIn, Action<JsonObject> change) => new(name, breaks, seenIn)
    {
        Rules = ["shape.message"],
        Bend = Answering.Changing(Messages, (_, json) => change(json)),
    };

    private static Deviation Usage(string name, string breaks, Action<JsonObject> change) => new(name, breaks, "free-claude-code#209, #123")
    {
        Rules = ["shape.message-usage"],
        Bend = Answering.Changing(Messages, (_, json) => change(json)),
    };

    private static Deviation Start(string name, string breaks, string seenIn, Action<JsonObject> change) => new(name, breaks, seenIn)
    {
        Rules = ["shape.stream-start"],
        Bend = Answering.Event("message_start", change),
    };

    private static Deviation Delta(string name, string breaks, Action<JsonObject> change) => new(name, breaks, Translating)
    {
        Rules = ["shape.stream-delta"],
        Bend = Answering.Event("message_delta", change),
    };

    private static Deviation Index(string name, string breaks, string events, Action<JsonObject> change) => new(name, breaks, "pi#6567")
    {
        Rules = ["stream.index"],
        Bend = Answering.Event(events, change),
    };

    private static Deviation Counted(string name, string breaks, string seenIn, Action<JsonObject> change) => new(name, breaks, seenIn)
    {
        Rules = ["shape.count-tokens"],
        Bend = Answering.Changing(Count, (_, json) => change(json)),
    };
}
