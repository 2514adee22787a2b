using Conformance.Reporting.Html;
using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting;

/// <summary>Every output of a run, in one directory.</summary>
public static class ReportSet
{
    // The results and the page: a run that has no time left writes these.
    private const int Indispensable = 2;

    /// <summary>The outputs, the one first from which the others can be made again, then the page that a person opens.</summary>
    public static IReadOnlyList<IOutput> Outputs { get; } =
    [
        .. typeof(ReportSet).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && type.IsAssignableTo(typeof(IOutput)))
            .Select(type => (IOutput)Activator.CreateInstance(type)!)
            .OrderBy(output => output is ResultsJson ? 0 : output is HtmlReport ? 1 : 2)
            .ThenBy(output => output.Name, StringComparer.Ordinal),
    ];

    /// <summary>Writes every output. One that cannot be written never keeps the others from being written.</summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">The directory; made where it is not there.</param>
    /// <param name="options">What the outputs may say beside; null for nothing.</param>
    /// <param name="cancellation">Ends the writing of whatever can be made again from the results; those and the page are written.</param>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public static async Task<WrittenReports> WriteAsync(
        RunResult run, string directory, ReportOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new ReportOptions();
        directory = Path.GetFullPath(directory);
        Directory.CreateDirectory(directory);
        List<string> files = [];
        List<ReportFailure> failures = [];
        foreach (var (index, output) in Outputs.Index())
        {
            var patience = index < Indispensable ? CancellationToken.None : cancellation;
            try
            {
                patience.ThrowIfCancellationRequested();
                files.AddRange(await output.WriteAsync(run, Path.Combine(directory, output.Name), options, patience));
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                failures.Add(new ReportFailure(output.Name, "there was no time left"));
            }
            catch (Exception exception)
            {
                failures.Add(new ReportFailure(output.Name, VisibleText.Line(exception.Message)));
            }
        }

        return new WrittenReports(files, failures);
    }
}
