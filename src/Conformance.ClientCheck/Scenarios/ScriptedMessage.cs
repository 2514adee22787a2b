using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference;

namespace Conformance.Clients;

/// <summary>Messages, as an answer of JSON and as event streams.</summary>
internal static class ScriptedMessage
{
    // Long enough that a client which leaves after the first words is gone before the rest is sent.
    private static readonly TimeSpan Middle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeforeStop = TimeSpan.FromMilliseconds(500);

    /// <summary>A whole stream, with a pause in its middle and one before its last event.</summary>
    public static ScriptedAnswer Whole(ClientRequest request) =>
        Stop(AlmostEnd(Begin(request).Pause(Middle), extended: false).Pause(BeforeStop), extended: false);

    /// <summary>A stream up to its first words.</summary>
    /// <param name="request">The request.</param>
    /// <param name="extended">Whether its objects have members that no documentation names.</param>
    public static ScriptedAnswer Begin(ClientRequest request, bool extended = false)
    {
        var message = Message(request, extended);
        message["content"] = new JsonArray();
        message["stop_reason"] = null;
        return Event(
            Event(
                Event(
                    Headed(Script.Stream(), request).With("cache-control", "no-cache"),
                    extended, ("type", "message_start"), ("message", message)),
                extended, ("type", "content_block_start"), ("index", 0), ("content_block", Text("")))
                .Ping(),
            extended, ("type", "content_block_delta"), ("index", 0), ("delta", Delta("Hello")));
    }

    /// <summary>The rest of a stream.</summary>
    public static ScriptedAnswer End(ScriptedAnswer begun, bool extended = false) => Stop(AlmostEnd(begun, extended), extended);

    private static ScriptedAnswer AlmostEnd(ScriptedAnswer begun, bool extended)
    {
        var script = Event(begun, extended, ("type", "content_block_delta"), ("index", 0), ("delta", Delta(", client.")));
        script = Event(script, extended, ("type", "content_block_stop"), ("index", 0));
        return Event(
            script, extended, ("type", "message_delta"),
            ("delta", new JsonObject { ["stop_reason"] = "end_turn", ["stop_sequence"] = null }), ("usage", Usage(extended)));
    }

    private static ScriptedAnswer Stop(ScriptedAnswer script, bool extended) => Event(script, extended, ("type", "message_stop"));

    /// <summary>A message at once, with members that no documentation names.</summary>
    public static ScriptedAnswer Extended(ClientRequest request) =>
        Headed(Script.Answer(200), request).With("x-conformance-new", "1").Json(Message(request, extended: true));

    /// <summary>An event of a name that no documentation has.</summary>
    public static ScriptedAnswer UnknownEvent(ScriptedAnswer script) =>
        script.Event("conformance_new_event", """{"type":"conformance_new_event","index":0,"value":{"nested":[1,2]}}""");

    /// <summary>An error in the middle of a stream.</summary>
    public static ScriptedAnswer ErrorEvent(ScriptedAnswer script, ClientRequest request) => script.Event(
        "error",
        new JsonObject
        {
            ["type"] = "error",
            ["error"] = new JsonObject { ["type"] = ErrorTypes.Overloaded, ["message"] = "Overloaded" },
            ["request_id"] = request.RequestId,
        }.ToJsonString());

    private static ScriptedAnswer Headed(ScriptedAnswer script, ClientRequest request) =>
        script.With(HeaderNames.RequestId, request.RequestId).With(HeaderNames.OrganizationId, ScriptedError.OrganizationId);

    private static ScriptedAnswer Event(ScriptedAnswer script, bool extended, params (string Name, JsonNode Value)[] members)
    {
        var data = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value)));
        return script.Event(data["type"]!.GetValue<string>(), (extended ? Extend(data) : data).ToJsonString());
    }

    private static JsonObject Message(ClientRequest request, bool extended)
    {
        var message = new JsonObject
        {
            ["id"] = "msg_" + request.RequestId["req_".Length..],
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = request.Model,
            ["content"] = new JsonArray(extended ? Extend(Text("Hello, client.")) : Text("Hello, client.")),
            ["stop_reason"] = "end_turn",
            ["stop_sequence"] = null,
            ["usage"] = Usage(extended),
        };
        return extended ? Extend(message) : message;
    }

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text, ["citations"] = null };

    private static JsonObject Delta(string text) => new() { ["type"] = "text_delta", ["text"] = text };

    private static JsonObject Usage(bool extended)
    {
        var usage = new JsonObject
        {
            ["input_tokens"] = 8,
            ["cache_creation_input_tokens"] = 0,
            ["cache_read_input_tokens"] = 0,
            ["output_tokens"] = 4,
            ["service_tier"] = "standard",
        };
        return extended ? Extend(usage) : usage;
    }

    private static JsonObject Extend(JsonObject json)
    {
        json["conformance_new"] = new JsonObject { ["nested"] = new JsonArray(1, null, "text") };
        return json;
    }
}
