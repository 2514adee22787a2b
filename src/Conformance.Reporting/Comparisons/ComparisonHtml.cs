using Conformance.Reporting.Comparisons.Components;
using Conformance.Reporting.Html;

namespace Conformance.Reporting.Comparisons;

/// <summary><c>comparison.html</c>: one file without network and without a script, in the style of the report.</summary>
public static class ComparisonHtml
{
    /// <summary>The styles that only this page needs.</summary>
    internal static string StyleSheet { get; } = Embedded.Text("comparison.css");

    /// <summary>The page.</summary>
    public static Task<string> RenderAsync(Comparison comparison) => PageRenderer.RenderAsync<ComparisonPage>(comparison);

    /// <summary>Writes the page to a file, UTF-8.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync(Comparison comparison, string path, CancellationToken cancellation = default) =>
        await File.WriteAllTextAsync(path, await RenderAsync(comparison), cancellation);
}
