using System.Globalization;
using System.Text;

namespace Conformance.Wire;

/// <summary>The head of an HTTP/1 answer, taken from the wire (RFC 9112, sections 4 and 5).</summary>
internal static class ResponseHead
{
    // What an empty line may begin with: CR LF CR before its LF.
    private const int PartOfEnd = 3;

    /// <summary>The length of the head with its empty line; -1 while it is not whole. A lone LF ends a line too (section 2.2).</summary>
    /// <param name="bytes">What there is of it.</param>
    /// <param name="searched">Bytes at the beginning that are known not to be whole.</param>
    public static int Length(ReadOnlySpan<byte> bytes, int searched = 0)
    {
        for (var from = Math.Max(0, searched - PartOfEnd); ;)
        {
            var feed = bytes[from..].IndexOf((byte)'\n');
            if (feed < 0)
            {
                return -1;
            }

            from += feed + 1;
            var rest = bytes[from..];
            if (rest.StartsWith("\n"u8))
            {
                return from + 1;
            }

            if (rest.StartsWith("\r\n"u8))
            {
                return from + 2;
            }
        }
    }

    /// <summary>Whether the bytes may become a head: they begin as a status line does, as far as they go.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> bytes)
    {
        var beginning = "HTTP/"u8;
        return bytes.Length < beginning.Length ? beginning.StartsWith(bytes) : bytes.StartsWith(beginning);
    }

    /// <summary>The status code in the status line; null where this is no status line.</summary>
    public static int? Status(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head.StartsWith("HTTP/1."u8) && head[8] == ' '
        && int.TryParse(head.Slice(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status >= 100
            ? status
            : null;

    /// <summary>The field lines of a head, in order and spelled as they came.</summary>
    public static List<HeaderField> Fields(ReadOnlySpan<byte> head)
    {
        var fields = new List<HeaderField>(16);
        var rest = head[(head.IndexOf((byte)'\n') + 1)..];
        while (!rest.IsEmpty)
        {
            var feed = rest.IndexOf((byte)'\n');
            var line = (feed < 0 ? rest : rest[..feed]).TrimEnd((byte)'\r');
            rest = feed < 0 ? [] : rest[(feed + 1)..];
            var colon = line.IndexOf((byte)':');
            if (!line.IsEmpty && line[0] is (byte)' ' or (byte)'\t' && fields.Count > 0)
            {
                // Obsolete line folding (section 5.2): one value still.
                fields[^1] = fields[^1] with { Value = fields[^1].Value + ' ' + Encoding.Latin1.GetString(line).Trim() };
            }
            else if (colon > 0)
            {
                var value = line[(colon + 1)..].Trim(" \t"u8);
                fields.Add(new HeaderField(Encoding.Latin1.GetString(line[..colon]), Encoding.Latin1.GetString(value)));
            }
        }

        return fields;
    }

    /// <summary>
    /// Why nobody can tell where the body ends: a length that is no number, or two that differ, where no transfer coding
    /// overrides it (RFC 9112, section 6.3). Null where it can be told.
    /// </summary>
    public static string? LengthFault(IReadOnlyList<HeaderField> fields)
    {
        string? length = null;
        foreach (var field in fields)
        {
            if (field.Is("transfer-encoding"))
            {
                return null;
            }

            if (!field.Is("content-length"))
            {
                continue;
            }

            foreach (var value in field.Value.Split(',', StringSplitOptions.TrimEntries))
            {
                if (value.Length == 0 || value.Any(one => !char.IsAsciiDigit(one)))
                {
                    return "its content-length is no number";
                }

                if (length is not null && length != value)
                {
                    return "it has two content-lengths that differ";
                }

                length = value;
            }
        }

        return null;
    }

    /// <summary>The head with a <c>connection: close</c>, for a handler that must not use the connection again.</summary>
    public static byte[] Closing(ReadOnlySpan<byte> head)
    {
        var lineEnd = head.IndexOf((byte)'\n') + 1;
        return [.. head[..lineEnd], .. Encoding.ASCII.GetBytes("connection: close\r\n"), .. head[lineEnd..]];
    }
}
