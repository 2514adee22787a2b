using System.Security.Cryptography;
using System.Text;
using Conformance.Reporting.Html.Components;
using Conformance.Reporting.Knowledge;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>
/// <c>index.html</c>: one file that needs neither network nor JavaScript. Everything a target sent is encoded, and the
/// page's policy lets no script run but its own.
/// </summary>
public sealed class HtmlReport : IOutput
{
    /// <inheritdoc />
    public string Name => "index.html";

    /// <inheritdoc />
    public string Description => "the report to read, one file";

    /// <summary>The style sheet of the reports.</summary>
    public static string StyleSheet { get; } = Embedded.Text("report.css");

    /// <summary>The script of the report.</summary>
    public static string Script { get; } = Embedded.Text("report.js");

    /// <summary>
    /// A Content Security Policy under which a page loads nothing and runs only this script; the empty script for none.
    /// </summary>
    public static string Policy(string script)
    {
        var source = script.Length == 0 ? "'none'" : $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";
        return $"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {source}; base-uri 'none'; form-action 'none'";
    }

    /// <summary>Where the cases go in the page. Nothing a target sent can look like it: all of that is encoded.</summary>
    internal const string PlaceOfCases = "<template data-cases></template>";

    /// <summary>Where the exchanges go, as <see cref="PlaceOfCases"/>.</summary>
    internal const string PlaceOfExchanges = "<template data-exchanges></template>";

    /// <summary>The page of a run.</summary>
    public static async Task<string> RenderAsync(RunResult result)
    {
        await using var text = new StringWriter();
        await WriteAsync(new ReportPage(result, []), text);
        return text.ToString();
    }

    /// <summary>Writes the page of a run to a file, UTF-8.</summary>
    /// <param name="result">The run.</param>
    /// <param name="path">The file.</param>
    /// <param name="known">The deviations of real gateways to name beside a broken rule.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync(
        RunResult result, string path, IReadOnlyList<KnownDeviation> known, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        await using var file = new StreamWriter(path);
        await WriteAsync(new ReportPage(result, known), file);
    }

    /// <summary>Writes what stands before a place, and gives back what stands behind it.</summary>
    private static async Task<ReadOnlyMemory<char>> WriteUntil(string place, ReadOnlyMemory<char> page, TextWriter output)
    {
        var at = page.Span.IndexOf(place);
        if (at < 0)
        {
            return page;
        }

        await output.WriteAsync(page[..at]);
        return page[(at + place.Length)..];
    }

    /// <summary>The cases and exchanges are most of the page: they are rendered in parts, so that it is never held as a whole.</summary>
    private static async Task WriteAsync(ReportPage model, TextWriter output)
    {
        var result = model.Run;
        var page = await WriteUntil(PlaceOfCases, (await PageRenderer.RenderAsync<Page>(model)).AsMemory(), output);
        foreach (var rule in result.Cases.GroupBy(one => one.Rule).OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            await PageRenderer.WriteAsync<RuleCases>(output, new Dictionary<string, object?>
            {
                [nameof(RuleCases.Model)] = model,
                [nameof(RuleCases.Id)] = rule.Key,
                [nameof(RuleCases.Cases)] = rule,
            });
        }

        page = await WriteUntil(PlaceOfExchanges, page, output);
        new ExchangeSection(model).Write(output);
        await output.WriteAsync(page);
    }

    async Task<IReadOnlyList<string>> IOutput.WriteAsync(
        RunResult run, string path, ReportOptions options, CancellationToken cancellation)
    {
        await WriteAsync(run, path, options.KnownDeviations, cancellation);
        return [path];
    }
}
