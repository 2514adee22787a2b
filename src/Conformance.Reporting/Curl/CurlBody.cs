using System.Globalization;
using System.Text;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Curl;

/// <summary>How a curl command gets its body.</summary>
/// <param name="Argument">The argument that names the body; null where there is none.</param>
/// <param name="Producer">The command whose output is piped in; null where the body stands in the argument.</param>
/// <param name="Note">What is not repeated to the byte; null where everything is.</param>
internal sealed record CurlBody(string? Argument, string? Producer, string? Note)
{
    // A command that is longer cannot be read any more, and some terminals cut a line at 4 KiB.
    private const int Inline = 3 * 1024;

    // Fewer equal characters in a row may be content, not padding.
    private const int Padding = 32;

    private const string FromPipe = "--data-binary @-";

    /// <summary>The way to give curl this body.</summary>
    public static CurlBody Of(BodyInfo? body)
    {
        if (body is null)
        {
            return new CurlBody(null, null, null);
        }

        if (body.Truncated || body.Bytes > Inline || body.Text.Contains('\uFFFD'))
        {
            return Generated(body);
        }

        if (body.Text.StartsWith('@') || body.Text.Contains('\t') || VisibleText.Of(body.Text) != body.Text)
        {
            return new CurlBody(FromPipe, "printf '%b' " + Shell.QuoteEscaped(body.Text), null);
        }

        return new CurlBody("--data-binary " + Shell.Quote(body.Text), null, null);
    }

    private static CurlBody Generated(BodyInfo body)
    {
        var beginning = body.Text.Replace("\uFFFD", "", StringComparison.Ordinal);
        var padding = beginning.Length == 0 ? ' ' : beginning[^1];
        var content = beginning.TrimEnd(padding);
        var repeated = beginning.Length - content.Length;
        var isPadded = repeated >= Padding && char.IsAscii(padding) && !char.IsControl(padding);
        if (!isPadded && body.Bytes > Inline && content.Length > Inline)
        {
            content = "";
        }

        var head = isPadded ? content : beginning.Length <= Inline ? beginning : content;
        var missing = body.Bytes - Encoding.UTF8.GetByteCount(head);
        var fill = isPadded ? padding : ' ';
        List<string> steps = [];
        if (head.Length > 0)
        {
            steps.Add("printf '%b' " + Shell.QuoteEscaped(head));
        }

        if (missing > 0)
        {
            steps.Add(
                string.Create(CultureInfo.InvariantCulture, $"head -c {missing} /dev/zero | tr '\\0' {Shell.Quote(fill.ToString())}"));
        }

        var producer = steps.Count == 1 ? steps[0] : $"{{ {string.Join("; ", steps)}; }}";
        var note = isPadded
            ? $"The body is {body.Bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes; only its recorded beginning and its "
                + "length are repeated."
            : "The whole body is not recorded: its beginning and its length are repeated, the rest is filled with spaces.";
        return new CurlBody(FromPipe, producer, note);
    }
}
