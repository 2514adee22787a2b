using System.Globalization;
using System.Text;
using Conformance.Reference;

namespace Conformance.Gateway.Upstream;

/// <summary>The head of an answer of HTTP/1.x (RFC 9112, sections 4 and 5).</summary>
/// <param name="Minor">The minor version.</param>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The reason phrase, as it came.</param>
/// <param name="Headers">The field lines, as they came.</param>
internal sealed record AnswerHead(int Minor, int Status, string Reason, IReadOnlyList<HeaderLine> Headers)
{
    /// <summary>Whether the body is in chunks.</summary>
    public bool IsChunked => Values("transfer-encoding").Any(value => value.EndsWith("chunked", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the connection can carry another exchange after this one (RFC 9112, section 9.3).</summary>
    public bool KeepsAlive => Minor >= 1 && !Values("connection").Any(value => value.Contains("close", StringComparison.OrdinalIgnoreCase));

    /// <summary>The declared length of the body in bytes; null where none is declared.</summary>
    /// <exception cref="UpstreamException">It is no number, or there are several that differ.</exception>
    public long? Length
    {
        get
        {
            var lengths = Values("content-length").Distinct().ToList();
            return lengths.Count == 0 ? null
                : lengths.Count == 1 && long.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length
                : throw Malformed("the length of its answer is no number");
        }
    }

    /// <summary>Reads a head.</summary>
    /// <param name="bytes">From the status line to the empty line.</param>
    /// <exception cref="UpstreamException">It is none.</exception>
    public static AnswerHead Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var status = lines[0];
        if (!status.StartsWith("HTTP/1.", StringComparison.Ordinal)
            || status.Length < 12
            || !char.IsAsciiDigit(status[7])
            || status[8] != ' '
            || !int.TryParse(status.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            || code < 100
            || (status.Length > 12 && status[12] != ' '))
        {
            throw Malformed("its answer has no status line");
        }

        var headers = new List<HeaderLine>();
        foreach (var line in lines.Skip(1).TakeWhile(line => line.Length > 0))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(" \t") || line.Contains('\0', StringComparison.Ordinal))
            {
                throw Malformed("a header field of its answer is malformed");
            }

            headers.Add(new HeaderLine(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        return new AnswerHead(status[7] - '0', code, status.Length > 13 ? status[13..] : "", headers);
    }

    /// <summary>The values of a field, line by line.</summary>
    public IEnumerable<string> Values(string name) => Headers.Where(line => line.Is(name)).Select(line => line.Value);

    private static UpstreamException Malformed(string what) => new(UpstreamFailure.Malformed, "The upstream is malfunctioning: " + what);
}
