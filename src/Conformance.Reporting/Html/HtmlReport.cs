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

    /// <summary>The page of a run.</summary>
    public static Task<string> RenderAsync(RunResult result) => PageRenderer.RenderAsync<Page>(new ReportPage(result));

    /// <summary>Writes the page of a run to a file, UTF-8.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static Task WriteAsync(RunResult result, string path, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return PageRenderer.WriteAsync<Page>(new ReportPage(result), path);
    }
}
