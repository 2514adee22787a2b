using Conformance.Reference;
using Conformance.Reporting;
using Conformance.Reporting.Knowledge;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Cli;

/// <summary>Writes every output of a run and says so.</summary>
internal static class WrittenReport
{
    /// <summary>Whether all of them could be written.</summary>
    public static async Task<bool> WriteAsync(RunResult run, RunResult? baseline, string directory, CancellationToken cancellation)
    {
        var written = await OutputsAsync(run, baseline, directory, cancellation);
        Console.WriteLine($"{ConsoleText.Line(RunVerdict.Of(run).Sentence)}.");
        Console.WriteLine($"Written: {Path.Combine(directory, "index.html")} and what stands beside it");
        return written.Failures.Count == 0;
    }

    /// <summary>Writes every output of a run, and names those that could not be written.</summary>
    public static async Task<WrittenReports> OutputsAsync(
        RunResult run, RunResult? baseline, string directory, CancellationToken cancellation)
    {
        var options = new ReportOptions
        {
            Baseline = baseline,
            Environment = Environment.GetEnvironmentVariable,
            KnownDeviations = [.. Deviations.All.Select(known => new KnownDeviation(known.Name, known.Breaks, known.SeenIn, known.Rules))],
        };
        var written = await ReportSet.WriteAsync(run, directory, options, cancellation);
        foreach (var failure in written.Failures)
        {
            CommandFailure.Report($"{failure.Output} was not written: {failure.Reason}");
        }

        return written;
    }
}
