using System.Text.Json;
using Conformance.Wire;

namespace Conformance.Suite.Assertions;

/// <summary>One server-sent event.</summary>
/// <param name="Name">What its <c>event:</c> line says; null where it has none.</param>
/// <param name="Data">The JSON of its data; null where that is none.</param>
internal sealed record ServerSentEvent(string? Name, JsonElement? Data)
{
    /// <summary>The <c>type</c> in its data; null where it has none.</summary>
    public string? DataType => AnswerBody.Text(Data, "type");
}

/// <summary>Reads an event stream (WHATWG HTML, section 9.2.6) and the order of the events in it.</summary>
internal static class EventStream
{
    /// <summary>The most events of a stream that are read; a message of a few tokens has a dozen.</summary>
    private const int MostEvents = 10_000;

    /// <summary>
    /// The events of an answer, in order; none where it is no event stream. An event without its empty line does not count.
    /// </summary>
    public static IReadOnlyList<ServerSentEvent> Events(Response response) =>
    [
        .. EventText.Events(AnswerBody.Decoded(response) ?? []).Take(MostEvents)
            .Select(one => new ServerSentEvent(one.Name.Length == 0 ? null : one.Name, Json(one.Data.Span)))
    ];

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

    private static JsonElement? Json(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            return JsonElement.TryParseValue(ref reader, out var element) ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
