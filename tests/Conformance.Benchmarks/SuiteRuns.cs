using Conformance.SelfTests.Support;
using Spectre.Console;
using static Conformance.Benchmarks.Program;

namespace Conformance.Benchmarks;

/// <summary>Whole runs of the suite against its embedded server: time and memory, 500 MB bodies included.</summary>
internal static class SuiteRuns
{
    private static readonly (string Name, string[] Settings)[] Runs =
    [
        ("everything", []),
        ("size.* alone", ["--test-parameter", "Rules=size.*"]),
        ("500 MB bodies alone, four at a time", ["--test-parameter", "Rules=size.*", "--test-parameter", "Operations=files.upload", "--test-parameter", "Concurrency=4"]),
    ];

    public static async Task Run()
    {
        var table = Table("embedded run, server in the same process", "s", "peak MB", "exit code", "cases");
        foreach (var (name, settings) in Runs)
        {
            var process = await MeasuredProcess.Run(
                Path.Combine(AppContext.BaseDirectory, "Conformance.Suite"),
                ["--progress", "off", "--test-parameter", $"ReportDirectory={TestDirectory.Create()}", .. settings]);
            var cases = process.Output.Split('\n').LastOrDefault(line => line.TrimStart().StartsWith("succeeded:", StringComparison.Ordinal))?.Trim() ?? "";
            table.AddRow(name, Text($"{process.Milliseconds / 1000:0.0}"), Text($"{process.PeakBytes / 1e6:N0}"), $"{process.ExitCode}", cases);
        }

        AnsiConsole.Write(table);
    }
}
