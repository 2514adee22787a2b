using System.Globalization;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Html;

/// <summary>
/// The exchanges of a run, each once. There are thousands, and most of the page is they: they are written out as text, with
/// no more markup than they need.
/// </summary>
internal sealed class ExchangeSection(ReportPage model)
{
    private const int SummaryCharacters = 120;

    // What the bodies of all exchanges may take of the page, in characters, so that it opens at once whatever the run was.
    private const int OfBodies = 300_000;
    private const int MostOfBody = 800;
    private const int LeastOfBody = 60;

    private readonly int _bodyCharacters = Math.Clamp(OfBodies / Math.Max(1, model.Exchanges.Count), LeastOfBody, MostOfBody);

    /// <summary>Writes all of them.</summary>
    public void Write(TextWriter output)
    {
        foreach (var exchange in model.Exchanges)
        {
            Write(exchange, output);
        }
    }

    private void Write(ExchangeInfo exchange, TextWriter output)
    {
        var request = exchange.Request;
        var line = VisibleText.Line($"{request.Method} {Path(request)} HTTP/{request.HttpVersion}");
        var came = exchange.Response is { } answer
            ? answer.Status.ToString(CultureInfo.InvariantCulture)
            : $"no answer: {exchange.Outcome}";
        output.Write("<details class=\"x\"><summary><code>");
        output.Write(Encoded(VisibleText.Line(exchange.Id)));
        output.Write("</code> ");
        output.Write(Encoded($"{ShortText.Of(line, SummaryCharacters)} → {VisibleText.Line(came)}"));
        output.Write($"</summary><div id=\"{Anchors.Exchange(exchange.Id)}\"><pre>");
        WriteMessage(line.Length > SummaryCharacters ? line : null, request.Headers, request.Body, output);
        output.Write("</pre>");
        if (exchange.Response is { } response)
        {
            output.Write("<pre>");
            WriteMessage(WireView.StatusLine(response), response.Headers, response.Body, output);
            output.Write("</pre>");
        }
        else if (exchange.Detail is { } detail)
        {
            output.Write($"<pre><i class=\"note\">{Encoded(VisibleText.Line(detail))}</i></pre>");
        }

        output.Write($"<p class=\"meta\">{Encoded(Meta(exchange))}</p></div></details>");
    }

    private void WriteMessage(string? firstLine, IReadOnlyList<HeaderInfo> headers, BodyInfo? body, TextWriter output)
    {
        var (own, set) = model.HeaderSets.Part(headers);
        var separator = "";
        foreach (var line in firstLine is null ? own : own.Prepend(firstLine))
        {
            output.Write(separator);
            output.Write(Encoded(line));
            separator = "\n";
        }

        if (set is { } number)
        {
            output.Write(
                $"{separator}<a class=\"set\" href=\"#{HeaderSets.Anchor(number)}\">"
                    + $"{model.HeaderSets.Sets[number - 1].Count} headers, set {number}</a>");
        }

        if (body is not { Bytes: > 0 })
        {
            return;
        }

        output.Write("\n\n");
        output.Write(Encoded(WireView.Shown(body, _bodyCharacters)));
        if (WireView.Cut(body, _bodyCharacters) is { } note)
        {
            output.Write($"<i class=\"note\">{Encoded(note)}</i>");
        }
    }

    // What stands in a request line; the base URL is on top of the page.
    private static string Path(RequestInfo request) =>
        Uri.TryCreate(request.Url, UriKind.Absolute, out var url) && url.IsAbsoluteUri && url.Host.Length > 0
            ? url.PathAndQuery
            : request.Url;

    private static string Meta(ExchangeInfo exchange)
    {
        List<string> parts = [];
        if (WireView.Sent(exchange.Request) is { } sent)
        {
            parts.Add(sent);
        }

        parts.Add(WireView.Time(exchange));
        if (exchange.Attempts > 1)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{exchange.Attempts} attempts"));
        }

        return string.Join(", ", parts);
    }

    // Between tags only these three mean anything; quotation marks, most of any JSON, would take six characters each.
    private static string Encoded(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
