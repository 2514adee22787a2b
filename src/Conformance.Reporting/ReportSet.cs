using Conformance.Reporting.Allure;
using Conformance.Reporting.Ci;
using Conformance.Reporting.Html;
using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting;

/// <summary>Every output of a run, in one directory.</summary>
public static class ReportSet
{
    /// <summary>
    /// Writes <c>results.json</c>, <c>index.html</c>, <c>junit.xml</c>, <c>summary.md</c>, <c>badge.json</c> and
    /// <c>allure-results/</c>. One that cannot be written never keeps the others from being written.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">The directory; made where it is not there.</param>
    /// <param name="options">What the outputs may say beside; null for nothing.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>What could not be written; empty when all is there.</returns>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public static async Task<IReadOnlyList<ReportFailure>> WriteAsync(
        RunResult run, string directory, ReportOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new ReportOptions();
        Directory.CreateDirectory(directory);
        (string Name, Func<string, Task> WriteAsync)[] outputs =
        [
            ("results.json", path => ResultsJson.WriteAsync(run, path, cancellation)),
            ("index.html", path => HtmlReport.WriteAsync(run, path, cancellation)),
            ("junit.xml", path => JUnitXml.WriteAsync(run, path, cancellation)),
            ("summary.md", path => MarkdownSummary.WriteAsync(run, path, options.Baseline, options.Environment, cancellation)),
            ("badge.json", path => BadgeJson.WriteAsync(run, path, cancellation)),
            ("allure-results", path => AllureResults.WriteAsync(run, path, options.Owner, options.Environment, cancellation)),
        ];

        List<ReportFailure> failures = [];
        foreach (var (name, writeAsync) in outputs)
        {
            try
            {
                await writeAsync(Path.Combine(directory, name));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failures.Add(new ReportFailure(name, VisibleText.Line(exception.Message)));
            }
        }

        return failures;
    }
}
