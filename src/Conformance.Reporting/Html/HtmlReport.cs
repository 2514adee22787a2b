using System.Security.Cryptography;
using System.Text;
using Conformance.Reporting.Html.Components;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>
/// <c>index.html</c>: one file that needs neither network nor JavaScript. Everything a target sent is encoded, and the
/// page's policy lets no script run but its own.
/// </summary>
public static class HtmlReport
{
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

    /// <summary>The page of a run.</summary>
    public static async Task<string> RenderAsync(RunResult result)
    {
        await using var text = new StringWriter();
        await WriteAsync(result, text);
        return text.ToString();
    }

    /// <summary>Writes the page of a run to a file, UTF-8.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync(RunResult result, string path, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        await using var file = new StreamWriter(path);
        await WriteAsync(result, file);
    }

    /// <summary>The cases are most of the page: they are rendered rule by rule, so that it is never held as a whole.</summary>
    private static async Task WriteAsync(RunResult result, TextWriter output)
    {
        var model = new ReportPage(result);
        var parts = (await PageRenderer.RenderAsync<Page>(model)).Split(PlaceOfCases);
        await output.WriteAsync(parts[0]);
        foreach (var rule in result.Cases.GroupBy(one => one.Rule).OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            await PageRenderer.WriteAsync<RuleCases>(
                output, new Dictionary<string, object?> { [nameof(RuleCases.Model)] = model, [nameof(RuleCases.Id)] = rule.Key, [nameof(RuleCases.Cases)] = rule });
        }

        foreach (var part in parts.Skip(1))
        {
            await output.WriteAsync(part);
        }
    }
}
