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
    public static IEnumerable<RawEvent> Events(ReadOnlyMemory<byte> stream)
    {
        var rest = stream.Span.StartsWith(Encoding.UTF8.Preamble) ? stream[Encoding.UTF8.Preamble.Length..] : stream;
        var name = "";
        MemoryStream? data = null;
        while (TakeLine(ref rest) is { } line)
        {
            if (line.IsEmpty)
            {
                if (data is not null)
                {
                    yield return new RawEvent(name, data.ToArray());
                }

                (name, data) = ("", null);
                continue;
            }

            var (field, value) = Field(line);
            if (field == "event")
            {
                name = Encoding.UTF8.GetString(value.Span);
            }
            else if (field == "data")
            {
                // Between two lines of data, and not after the last, stands a line feed.
                if (data is null)
                {
                    data = new MemoryStream();
                }
                else
                {
                    data.WriteByte((byte)'\n');
                }

                data.Write(value.Span);
            }
        }
    }

    // Lines end in CRLF, LF or CR. One that has no end yet is none.
    private static ReadOnlyMemory<byte>? TakeLine(ref ReadOnlyMemory<byte> rest)
    {
        var end = rest.Span.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            return null;
        }

        var line = rest[..end];
        var isPair = rest.Span[end] == '\r' && end + 1 < rest.Length && rest.Span[end + 1] == '\n';
        rest = rest[(end + (isPair ? 2 : 1))..];
        return line;
    }

    private static (string Name, ReadOnlyMemory<byte> Value) Field(ReadOnlyMemory<byte> line)
    {
        var colon = line.Span.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        return (Encoding.UTF8.GetString(name.Span), value.Span.StartsWith(" "u8) ? value[1..] : value);
    }
}
