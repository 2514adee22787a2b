using Conformance.Reference;
using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Spectre.Console;
using static Conformance.Benchmarks.Program;

namespace Conformance.Benchmarks;

/// <summary>Whole runs of the suite: time and memory, with the embedded server in them and without one.</summary>
internal static class SuiteRuns
{
    private static readonly (string Name, string[] Settings)[] Embedded =
    [
        ("everything", []),
        ("size.* alone", ["Rules=size.*"]),
    ];

    private static readonly (string Name, string[] Settings)[] Alone =
    [
        (
            "1,000 and more small exchanges",
            ["Rules=auth.*,version.*,headers.*", "Operations=models.*,messages.*,batches.*,files.*,users.*,workspaces.*"]),
        ("32 MB bodies", ["Rules=size.*", "Operations=messages.*"]),
        ("500 MB bodies, four at a time", ["Rules=size.*", "Operations=files.upload", "Concurrency=4"]),
    ];

    public static async Task Run()
    {
        await Show("embedded run, server in the same process", Embedded);
        await using var server = await ReferenceProcess.Start();
        await Show("run against a server of its own", Alone, $"BaseUrl={server.Url}");
    }

    private static async Task Show(string title, (string Name, string[] Settings)[] runs, params string[] settings)
    {
        var table = Table(title, "s", "of which sending", "exchanges", "peak MB", "exit code", "cases");
        foreach (var (name, own) in runs)
        {
            var directory = TestDirectory.Create();
            var process = await MeasuredProcess.Run(
                Path.Combine(AppContext.BaseDirectory, "Conformance.Suite"),
                [
                    "--progress", "off",
                    .. own.Concat(settings).Append($"ReportDirectory={directory}").SelectMany(
                        setting => new[] { "--test-parameter", setting })
                ],
                new Dictionary<string, string>
                {
                    ["CONFORMANCE_API_KEY"] = ReferenceKeys.Api,
                    ["CONFORMANCE_ADMIN_API_KEY"] = ReferenceKeys.Admin,
                });
            var results = ResultsJson.Read(await File.ReadAllTextAsync(Path.Combine(directory, "results.json")));
            var cases = results.Cases.Where(one => one.Verdict != Verdict.Skip).ToList();
            table.AddRow(
                name, Text($"{process.Milliseconds / 1000:0.0}"), Text($"{results.DurationMs / 1000:0.0}"), Text(
                    $"{cases.Sum(one => one.Exchanges.Count):N0}"),
                Text($"{process.PeakBytes / 1e6:N0}"), $"{process.ExitCode}", Text($"{cases.Count:N0}"));
        }

        AnsiConsole.Write(table);
    }
}
