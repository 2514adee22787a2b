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
    /// <param name="gap">The pause before each event.</param>
    public static Answer Answer(JsonObject message, string[] words, TimeSpan gap)
    {
        var answer = new Answer(StatusCodes.Status200OK)
        {
            WriteBody = (writer, stop) => WriteAsync(writer, Events(message, words), gap, stop),
        };
        answer[HeaderNames.ContentType] = MediaTypes.EventStream + "; charset=utf-8";
        answer["cache-control"] = "no-cache";
        return answer;
    }

    private static async Task WriteAsync(PipeWriter writer, IEnumerable<JsonObject> events, TimeSpan gap, CancellationToken stop)
    {
        foreach (var data in events)
        {
            await Task.Delay(gap, stop);
            var text = $"event: {data["type"]!.GetValue<string>()}\ndata: {data.ToJsonString()}\n\n";
            await writer.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
            await writer.FlushAsync(stop);
        }
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
