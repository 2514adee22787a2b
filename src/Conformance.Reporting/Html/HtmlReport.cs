using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Conformance.Reporting.Html.Components;
using Conformance.Reporting.Results;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

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
    public static async Task<string> RenderAsync(RunResult result)
    {
        await using var services = new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = new Dictionary<string, object?> { [nameof(Page.Model)] = new ReportPage(result) };
            var page = await renderer.RenderComponentAsync<Page>(ParameterView.FromDictionary(parameters));
            return page.ToHtmlString();
        });
    }

    /// <summary>Writes the page of a run to a file, UTF-8.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync(RunResult result, string path, CancellationToken cancellation = default) =>
        await File.WriteAllTextAsync(path, await RenderAsync(result), cancellation);
}
