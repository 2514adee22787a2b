using Conformance.Reporting;
using Conformance.Reporting.Html;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using FluentAssertions;

namespace Conformance.SelfTests.Reports.Samples;

/// <summary>Every output of the sample runs, written once for all tests.</summary>
internal static class SampleReports
{
    /// <summary>The names of the sample runs.</summary>
    public static readonly string[] Names = ["green", "broken", "hostile", "forged"];

    private static readonly Dictionary<string, Lazy<Task<string>>> Directories = Names.ToDictionary(
        name => name, name => new Lazy<Task<string>>(() => Write(name)));

    /// <summary>The sample run of a name.</summary>
    public static RunResult Run(string name) => name switch
    {
        "green" => SampleRuns.Green,
        "broken" => SampleRuns.Broken,
        "hostile" => SampleRuns.Hostile,
        "forged" => SampleRuns.Forged,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such sample"),
    };

    /// <summary>The directory with the outputs of the sample run of a name.</summary>
    public static Task<string> DirectoryOf(string name) => Directories[name].Value;

    /// <summary>The path of one output of the sample run of a name.</summary>
    public static async Task<string> FileOf(string name, string file) => Path.Combine(await DirectoryOf(name), file);

    /// <summary>The page of a sample run with one entry of each kind.</summary>
    public static Task<string> SparsePageOf(string name) => SparsePageOf(Run(name));

    /// <summary>The page of a run with one entry of each kind.</summary>
    public static async Task<string> SparsePageOf(RunResult run)
    {
        var file = Path.Combine(TestDirectory.Create(), "index.html");
        await HtmlReport.WriteAsync(run.Sparse(), file, []);
        return file;
    }

    private static async Task<string> Write(string name)
    {
        var directory = TestDirectory.Create();
        var written = await ReportSet.WriteAsync(
            Run(name), directory, new ReportOptions { Baseline = SampleRuns.Green, Owner = "gateway-team" });
        written.Failures.Should().BeEmpty();
        written.Files.Should().BeEquivalentTo(Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories));
        return directory;
    }
}
