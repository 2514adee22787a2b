using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference.Handlers;

/// <summary>
/// A message as an event stream: <c>message_start</c>, then each content block from its start to its stop, then
/// <c>message_delta</c> and <c>message_stop</c>, every event with its <c>event:</c> and its <c>data:</c> line.
/// </summary>
internal static class MessageStream
{
    /// <summary>Streams a message.</summary>
    /// <param name="message">The message as it would have been answered at once.</param>
    /// <param name="words">The pieces of its text.</param>
    /// <param name="options">The pause before each event, and how it is written.</param>
    public static Answer Answer(JsonObject message, string[] words, ReferenceServerOptions options)
    {
        var answer = new Answer(StatusCodes.Status200OK)
        {
            WriteBody = (writer, stop) => WriteAsync(writer, Events(message, words), options, stop),
        };
        answer[HeaderNames.ContentType] = MediaTypes.EventStream + "; charset=utf-8";
        answer["cache-control"] = "no-cache";
        return answer;
    }

    private static async Task WriteAsync(
        PipeWriter writer, IEnumerable<JsonObject> events, ReferenceServerOptions options, CancellationToken stop)
    {
        var number = 0;
        foreach (var data in events)
        {
            await Task.Delay(options.EventGap, stop);
            await writer.WriteAsync(Encoding.UTF8.GetBytes(options.Unusual ? Unusually(data, ++number) : Usually(data)), stop);
            await writer.FlushAsync(stop);
        }
    }

    private static string Usually(JsonObject data) => $"event: {data["type"]!.GetValue<string>()}\ndata: {data.ToJsonString()}\n\n";

    // All of it stands in the specification of server-sent events; most clients read what is above and no more.
    private static string Unusually(JsonObject data, int number)
    {
        var type = data["type"]!.GetValue<string>();
        var text = new StringBuilder(": a comment\r\n\r\n");
        foreach (var line in Unusual.Text(data).Split("\r\n"))
        {
            text.Append("data:").Append(line).Append("\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"id: {number}\r\nretry: 3000\r\nnot-a-field: 1\r\nevent:{type}\r\n:\r\n\r\n");
        return type is "message_start" or "message_stop" ? text.ToString() : text + "event: ping\r\ndata: {\"type\": \"ping\"}\r\n\r\n";
    }

    private static IEnumerable<JsonObject> Events(JsonObject message, string[] words)
    {
        var begun = (JsonObject)message.DeepClone();
        begun["content"] = new JsonArray();
        begun["stop_reason"] = null;
        begun["usage"]!["output_tokens"] = 1;
        yield return new JsonObject { ["type"] = "message_start", ["message"] = begun };
        yield return new JsonObject
        {
            ["type"] = "content_block_start",
            ["index"] = 0,
            ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "", ["citations"] = null },
        };
        yield return new JsonObject { ["type"] = "ping" };
        foreach (var word in words)
        {
            yield return new JsonObject
            {
                ["type"] = "content_block_delta",
                ["index"] = 0,
                ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = word },
            };
        }

        yield return new JsonObject { ["type"] = "content_block_stop", ["index"] = 0 };
        yield return new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = message["stop_reason"]!.DeepClone(), ["stop_sequence"] = null },
            ["usage"] = Messages.Usage(message["usage"]!["input_tokens"]!.GetValue<int>(), words.Length),
        };
        yield return new JsonObject { ["type"] = "message_stop" };
    }
}
