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
        ("everything", []),
        (
            "1,000 and more small exchanges",
            ["Rules=auth.*,version.*,headers.*", "Operations=models.*,messages.*,batches.*,files.*,users.*,workspaces.*"]),
        ("32 MB bodies", ["Rules=size.*", "Operations=messages.*"]),
        ("500 MB bodies, four at a time", ["Rules=size.*", "Operations=files.upload", "Concurrency=4"]),
    ];

    public static async Task Run()
    {
        var embedded = await Show("embedded run, server in the same process", Embedded);
        await using var server = await ReferenceProcess.Start();
        await Show("run against a server of its own", Alone, $"BaseUrl={server.Url}");
        await AgainstCurl(embedded, server.Url);
    }

    /// <summary>What of a whole run is the sending of its large bodies: curl sends the same, to a server of its own.</summary>
    private static async Task AgainstCurl((RunResult Results, MeasuredProcess Process) embedded, Uri url)
    {
        var directory = TestDirectory.Create();
        try
        {
            var bodies = await LargeBody.Of(embedded.Results, directory);
            var table = Table($"{bodies.Count} large bodies of the embedded run", "s", "MB sent", "the whole run, of that");
            var curl = await Curl.SendAll(url, bodies, directory);
            var sent = curl.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(long.Parse);
            table.AddRow(
                "curl, one after the other", Text($"{curl.Milliseconds / 1000:0.0}"), Text($"{sent / 1e6:N0}"),
                Text($"{embedded.Process.Milliseconds / curl.Milliseconds:0.00}"));
            table.AddRow(
                "the whole run", Text($"{embedded.Process.Milliseconds / 1000:0.0}"), Text($"{embedded.Results.BytesSent / 1e6:N0}"), "");
            AnsiConsole.Write(table);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <returns>The first of the runs.</returns>
    private static async Task<(RunResult Results, MeasuredProcess Process)> Show(
        string title, (string Name, string[] Settings)[] runs, params string[] settings)
    {
        (RunResult Results, MeasuredProcess Process)? first = null;
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
                ExternalRun.Keys);
            var results = ResultsJson.Read(await File.ReadAllTextAsync(Path.Combine(directory, "results.json")));
            first ??= (results, process);
            var cases = results.Cases.Where(one => one.Verdict != Verdict.Skip).ToList();
            table.AddRow(
                name, Text($"{process.Milliseconds / 1000:0.0}"), Text($"{results.DurationMs / 1000:0.0}"), Text(
                    $"{cases.Sum(one => one.Exchanges.Count):N0}"),
                Text($"{process.PeakBytes / 1e6:N0}"), $"{process.ExitCode}", Text($"{cases.Count:N0}"));
        }

        AnsiConsole.Write(table);
        return first!.Value;
    }
}
