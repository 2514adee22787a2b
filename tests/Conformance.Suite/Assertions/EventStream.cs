using System.Text;
using System.Text.Json;
using Conformance.Wire;

namespace Conformance.Suite.Assertions;

/// <summary>One server-sent event.</summary>
/// <param name="Name">What its <c>event:</c> line says; null where it has none.</param>
/// <param name="DataType">The <c>type</c> in its data; null where it has none.</param>
internal sealed record ServerSentEvent(string? Name, string? DataType);

/// <summary>Reads an event stream (WHATWG HTML, section 9.2.6) and the order of the events in it.</summary>
internal static class EventStream
{
    /// <summary>The events of an answer, in order; none where it is no event stream. An event without its empty line does not count.</summary>
    public static IReadOnlyList<ServerSentEvent> Events(Response response)
    {
        var text = Encoding.UTF8.GetString(AnswerBody.Decoded(response) ?? []).ReplaceLineEndings("\n");
        var events = new List<ServerSentEvent>();
        string? name = null;
        var data = new StringBuilder();

        // What follows the last line feed is no line, and no event ends with it.
        foreach (var line in text.Split('\n')[..^1])
        {
            if (line.Length == 0)
            {
                if (data.Length > 0)
                {
                    events.Add(new ServerSentEvent(name, Type(data.ToString())));
                }

                name = null;
                data.Clear();
            }
            else if (line.StartsWith("event:", StringComparison.Ordinal))
            {
                name = line[6..].Trim();
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data.Append(line[5..]);
            }
        }

        return events;
    }

    /// <summary>What breaks the documented order; null where nothing does.</summary>
    public static string? OrderFault(IReadOnlyList<string> types)
    {
        var inBlock = false;
        var deltaSeen = false;
        for (var i = 0; i < types.Count; i++)
        {
            var allowed = types[i] switch
            {
                "message_start" => i == 0,
                "content_block_start" => !inBlock && !deltaSeen,
                "content_block_delta" or "content_block_stop" => inBlock,
                "message_delta" => !inBlock,
                "message_stop" => !inBlock && i == types.Count - 1,
                _ => true,
            };
            if (!allowed)
            {
                return $"{types[i]} after {(i == 0 ? "nothing" : types[i - 1])}";
            }

            inBlock = types[i] switch { "content_block_start" => true, "content_block_stop" => false, _ => inBlock };
            deltaSeen |= types[i] == "message_delta";
        }

        return null;
    }

    private static string? Type(string data)
    {
        try
        {
            using var document = JsonDocument.Parse(data);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
                ? type.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
