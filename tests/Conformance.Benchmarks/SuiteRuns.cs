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
        var alone = await Show("run against a server of its own", Alone, $"BaseUrl={server.Url}");
        await AgainstCurl(embedded, server.Url);
        AgainstBounds(embedded[0], alone[0]);
    }

    private static async Task<IReadOnlyList<SuiteRun>> Show(
        string title, (string Name, string[] Settings)[] runs, params string[] settings)
    {
        List<SuiteRun> shown = [];
        var table = Table(title, "s", "of which sending", "exchanges", "peak MB", "exit code", "cases");
        foreach (var (name, own) in runs)
        {
            var run = await SuiteRun.Of(name, own.Concat(settings));
            shown.Add(run);
            var cases = run.Results.Cases.Where(one => one.Verdict != Verdict.Skip).ToList();
            table.AddRow(
                name, Text($"{run.Seconds:0.0}"), Text($"{run.Results.DurationMs / 1000:0.0}"),
                Text($"{cases.Sum(one => one.Exchanges.Count):N0}"), Text($"{run.PeakMegabytes:N0}"), $"{run.Process.ExitCode}",
                Text($"{cases.Count:N0}"));
        }

        AnsiConsole.Write(table);
        return shown;
    }

    /// <summary>What of a run is the sending of its large bodies: curl sends those of the first, to a server of its own.</summary>
    private static async Task AgainstCurl(IReadOnlyList<SuiteRun> embedded, Uri url)
    {
        var directory = TestDirectory.Create();
        try
        {
            var bodies = await LargeBody.Of(embedded[0].Results, directory);
            var curl = await Curl.SendAll(url, bodies, directory);
            var sent = curl.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(long.Parse);
            var table = Table($"{bodies.Count} large bodies of the embedded run", "s", "MB sent", "of curl");
            table.AddRow("curl, one after the other", Text($"{curl.Milliseconds / 1000:0.0}"), Text($"{sent / 1e6:N0}"), "1.00");
            foreach (var run in embedded)
            {
                table.AddRow(
                    run.Name, Text($"{run.Seconds:0.0}"), Text($"{run.Results.BytesSent / 1e6:N0}"),
                    Text($"{run.Process.Milliseconds / curl.Milliseconds:0.00}"));
            }

            AnsiConsole.Write(table);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void AgainstBounds(SuiteRun embedded, SuiteRun alone)
    {
        var table = Table("what a whole run may cost", "measured", "at most", "of that");
        Row("embedded, s", embedded.Seconds, 10);
        Row("embedded, results.json, MB", embedded.Megabytes("results.json"), 8);
        Row("embedded, index.html, MB", embedded.Megabytes("index.html"), 3);
        Row("against a server of its own, peak MB", alone.PeakMegabytes, 200);
        AnsiConsole.Write(table);

        void Row(string what, double measured, double most) =>
            table.AddRow(what, Text($"{measured:0.00}"), Text($"{most:0}"), Text($"{measured / most:0.00}"));
    }
}
