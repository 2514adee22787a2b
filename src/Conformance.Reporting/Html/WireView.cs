using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Html;

/// <summary>The exchange that decided a case, with exactly those parts marked that the case says decided it.</summary>
internal sealed partial class WireView(IReadOnlyList<Mark> marks)
{
    private const int BodyCharacters = 4000;

    // What stands before a marked text that is far down, so that a reader sees where it is.
    private const int Before = 400;

    /// <summary>Whether a part that has no text of its own decided.</summary>
    public bool Marks(MarkedPart part) => marks.Any(mark => mark.Part == part);

    /// <summary>What was sent.</summary>
    public static IEnumerable<WireLine> Request(RequestInfo request)
    {
        yield return new WireLine(VisibleText.Line($"{request.Method} {request.Url} HTTP/{request.HttpVersion}") + "\n");
        foreach (var header in request.Headers)
        {
            yield return new WireLine(HeaderLine(header));
        }

        foreach (var line in Body(request.Body, whole: false, []))
        {
            yield return line;
        }
    }

    /// <summary>What came back.</summary>
    public IEnumerable<WireLine> Response(ResponseInfo response)
    {
        foreach (var interim in response.Interim ?? [])
        {
            yield return new WireLine(
                string.Create(CultureInfo.InvariantCulture, $"HTTP/{VisibleText.Line(response.HttpVersion)} {interim}\n"));
        }

        yield return new WireLine(StatusLine(response) + "\n", IsMarked: Marks(MarkedPart.Status));
        foreach (var header in response.Headers)
        {
            yield return new WireLine(
                HeaderLine(header), IsMarked: Names(MarkedPart.Header).Contains(header.Name, StringComparer.OrdinalIgnoreCase));
        }

        foreach (var name in Names(MarkedPart.MissingHeader))
        {
            yield return new WireLine($"no {VisibleText.Line(name)}\n", IsMarked: true, IsNote: true);
        }

        foreach (var line in Body(response.Body, Marks(MarkedPart.Body), [.. Names(MarkedPart.Text)]))
        {
            yield return line;
        }
    }

    /// <summary>The status line as it was on the wire.</summary>
    public static string StatusLine(ResponseInfo response) =>
        VisibleText.Line(
            string.Create(CultureInfo.InvariantCulture, $"HTTP/{response.HttpVersion} {response.Status} {response.Reason}").TrimEnd());

    /// <summary>
    /// How many bytes of the body were on their way when the answer came, as a sentence; null for a request without a body.
    /// </summary>
    public static string? Sent(RequestInfo request) => request.Body is not { } body ? null
        : request.BytesSent >= body.Bytes ? $"all {Quantity.Bytes(body.Bytes)} of the body sent"
        : $"{Quantity.Number(request.BytesSent)} of {Quantity.Bytes(body.Bytes)} of the body sent when the answer came";

    /// <summary>How long it took, as a sentence.</summary>
    public static string Time(ExchangeInfo exchange) => exchange.Timings.AnsweredMs is { } answered
        ? $"answered after {Quantity.Duration(answered)}"
        : $"ended after {Quantity.Duration(exchange.Timings.TotalMs)}";

    /// <summary>The beginning of a body, long runs of one character (padding) written as their number.</summary>
    public static string Shown(BodyInfo body, int characters)
    {
        var text = Folded(body.Text);
        return VisibleText.Of(text.Length > characters ? text[..characters] : text);
    }

    /// <summary>What is not shown of a body; null where all of it is.</summary>
    public static string? Cut(BodyInfo body, int characters)
    {
        if (!body.Truncated && body.Text.Length <= characters && body.Description is null)
        {
            return null;
        }

        var beginning = body.Description is { } description ? VisibleText.Line(description) + "; " : "… ";
        return $"\n{beginning}{Quantity.Bytes(body.Bytes)} in all";
    }

    private IEnumerable<string> Names(MarkedPart part) =>
        marks.Where(mark => mark.Part == part).Select(mark => mark.Text).OfType<string>().Where(text => text.Length > 0).Distinct();

    private static string HeaderLine(HeaderInfo header) => VisibleText.Line($"{header.Name}: {header.Value}") + "\n";

    private static IEnumerable<WireLine> Body(BodyInfo? body, bool whole, IReadOnlyList<string> texts)
    {
        if (body is null or { Bytes: 0 })
        {
            yield return new WireLine("no body\n", IsMarked: whole, IsNote: true);
            yield break;
        }

        var text = Folded(body.Text);
        var first = texts.Select(each => text.IndexOf(Folded(each), StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(0).Min();
        var start = first < BodyCharacters - Before ? 0 : first - Before;
        var shown = text.Substring(start, Math.Min(BodyCharacters, text.Length - start));
        yield return new WireLine("\n");
        if (start > 0)
        {
            yield return new WireLine($"… {Quantity.Count(start, "character")} before\n", IsNote: true);
        }

        foreach (var piece in whole ? [new WireLine(VisibleText.Of(shown), IsMarked: true)] : Pieces(shown, texts))
        {
            yield return piece;
        }

        if (Cut(body, BodyCharacters) is { } note)
        {
            yield return new WireLine(note, IsNote: true);
        }
    }

    private static IEnumerable<WireLine> Pieces(string text, IReadOnlyList<string> texts)
    {
        var at = 0;
        var found = texts.Select(each => Folded(each)).Select(each => (At: text.IndexOf(each, StringComparison.Ordinal), each.Length))
            .Where(piece => piece.At >= 0).OrderBy(piece => piece.At).ThenByDescending(piece => piece.Length);
        foreach (var (start, length) in found)
        {
            if (start >= at)
            {
                yield return new WireLine(VisibleText.Of(text[at..start]));
                yield return new WireLine(VisibleText.Of(text[start..(start + length)]), IsMarked: true);
                at = start + length;
            }
        }

        yield return new WireLine(VisibleText.Of(text[at..]));
    }

    private static string Folded(string text) => Run().Replace(text, run => $"{run.Value[0]}⟨{Quantity.Number(run.Length)} of these⟩");

    [GeneratedRegex(@"(.)\1{63,}", RegexOptions.Singleline)]
    private static partial Regex Run();
}
