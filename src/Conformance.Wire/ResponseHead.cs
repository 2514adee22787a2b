using System.Globalization;
using System.Text;

namespace Conformance.Wire;

/// <summary>The head of an HTTP/1 answer, taken from the wire (RFC 9112, sections 4 and 5).</summary>
internal static class ResponseHead
{
    /// <summary>The longest head that is looked at, in bytes.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The length of the head with its empty line; -1 while it is not whole. A lone LF ends a line too (section 2.2).</summary>
    public static int Length(ReadOnlySpan<byte> bytes)
    {
        for (var from = 0; ;)
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

    /// <summary>The status code in the status line; null where this is no status line.</summary>
    public static int? Status(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head.StartsWith("HTTP/1."u8) && head[8] == ' '
        && int.TryParse(head.Slice(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status >= 100
            ? status
            : null;

    /// <summary>The field lines of a head, in order and spelled as they came.</summary>
    public static IReadOnlyList<HeaderField> Fields(string head)
    {
        var fields = new List<HeaderField>();
        foreach (var line in head.Split('\n').Skip(1).Select(line => line.TrimEnd('\r')))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.Length > 0 && line[0] is ' ' or '\t' && fields.Count > 0)
            {
                // Obsolete line folding (section 5.2): one value still.
                fields[^1] = fields[^1] with { Value = fields[^1].Value + ' ' + line.Trim() };
            }
            else if (colon > 0)
            {
                fields.Add(new HeaderField(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
            }
        }

        return fields;
    }

    /// <summary>The head with a <c>connection: close</c>, for a handler that must not use the connection again.</summary>
    public static byte[] Closing(ReadOnlySpan<byte> head)
    {
        var lineEnd = head.IndexOf((byte)'\n') + 1;
        return [.. head[..lineEnd], .. Encoding.ASCII.GetBytes("connection: close\r\n"), .. head[lineEnd..]];
    }
}
