using System.Net.ServerSentEvents;
using System.Runtime.InteropServices;
using System.Text;

namespace Conformance.Suite.Assertions;

/// <summary>One event of a stream, before anything is made of its data.</summary>
/// <param name="Name">What its <c>event:</c> line says; empty where it has none.</param>
/// <param name="Data">The bytes of its data.</param>
internal readonly record struct RawEvent(string Name, ReadOnlyMemory<byte> Data)
{
    /// <summary>The data, read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Data.Span);
}

/// <summary>
/// Reads the bytes of an event stream as a client does that follows HTML, section 9.2.6, to the letter: an empty line ends an
/// event, and forgets the name of one that has no data; what has no empty line after it is no event.
/// </summary>
internal static class EventText
{
    /// <summary>The events, in order, as far as their empty line is there.</summary>
    public static IEnumerable<RawEvent> Events(ReadOnlyMemory<byte> stream) => Blocks(stream).SelectMany(Read);

    // SseParser keeps a name beyond the empty line after it, so each part that such a line ends has a reader of its own.
    private static IEnumerable<RawEvent> Read(ReadOnlyMemory<byte> block)
    {
        var bytes = MemoryMarshal.TryGetArray(block, out var kept) ? kept : new ArraySegment<byte>(block.ToArray());
        using var text = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        foreach (var one in SseParser.Create(text, (_, data) => data.ToArray()).Enumerate())
        {
            yield return new RawEvent(one.EventType == SseParser.EventTypeDefault ? "" : one.EventType, one.Data);
        }
    }

    // Lines end in CRLF, LF or CR. One that has no end yet is none.
    private static IEnumerable<ReadOnlyMemory<byte>> Blocks(ReadOnlyMemory<byte> stream)
    {
        var start = 0;
        for (var at = 0; stream.Span[at..].IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var length;)
        {
            var end = at + length;
            var isPair = stream.Span[end] == '\r' && end + 1 < stream.Length && stream.Span[end + 1] == '\n';
            at = end + (isPair ? 2 : 1);
            if (length == 0)
            {
                yield return stream[start..at];
                start = at;
            }
        }
    }
}
