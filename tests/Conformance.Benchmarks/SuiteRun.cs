using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;

namespace Conformance.Benchmarks;

/// <summary>A run of the suite as a process of its own.</summary>
/// <param name="Name">What of the suite it runs.</param>
/// <param name="Process">What it cost.</param>
/// <param name="Results">What it found.</param>
/// <param name="Directory">Where its report is.</param>
internal sealed record SuiteRun(string Name, MeasuredProcess Process, RunResult Results, string Directory)
{
    public double Seconds => Process.Milliseconds / 1000;

    public double PeakMegabytes => Process.PeakBytes / 1e6;

    /// <summary>The size of a file of its report, in megabytes.</summary>
    public double Megabytes(string file) => new FileInfo(Path.Combine(Directory, file)).Length / 1e6;

    public static async Task<SuiteRun> Of(string name, IEnumerable<string> settings)
    {
        var directory = TestDirectory.Create();
        var process = await MeasuredProcess.Run(
            Path.Combine(AppContext.BaseDirectory, "Conformance.Suite"),
            [
                "--progress", "off",
                .. settings.Append($"ReportDirectory={directory}").SelectMany(setting => new[] { "--test-parameter", setting })
            ],
            ExternalRun.Keys);
        var results = ResultsJson.Read(await File.ReadAllTextAsync(Path.Combine(directory, "results.json")));
        return new SuiteRun(name, process, results, directory);
    }
}
