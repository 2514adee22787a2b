using System.Diagnostics;
using Conformance.Reference;
using Conformance.SelfTests.Support;
using Conformance.Wire;
using Spectre.Console;
using static Conformance.Benchmarks.Program;

namespace Conformance.Benchmarks;

/// <summary>A thousand small exchanges: the suite's client against curl.</summary>
internal static class Exchanges
{
    private const int Count = 1_000;
    private const int AtATime = 16;
    private const int Repetitions = 3;

    public static async Task Run()
    {
        await using var server = await ReferenceProcess.Start();
        var directory = TestDirectory.Create();
        await Curl.Many(server.Url, Count, AtATime, directory);

        var curl = await Median(() => Curl.Many(server.Url, Count, AtATime, directory));
        var inTurn = await Median(() => Curl.Many(server.Url, Count, 1, directory));
        var runs = new List<(double Milliseconds, int Answered, MeasuredProcess Process)>();
        for (var i = 0; i < Repetitions; i++)
        {
            runs.Add(await ClientUnderMeasure.Many(server.Url, Count));
        }

        var (milliseconds, answered, process) = runs.OrderBy(run => run.Process.Milliseconds).ElementAt(Repetitions / 2);
        var table = Table(Text($"{Count:N0} × GET /v1/models"), "ms", "of curl", "peak MB", "answered 200");
        table.AddRow(Text($"curl, {AtATime} at a time"), Text($"{curl.Milliseconds:N0}"), "1.00", Text($"{curl.PeakBytes / 1e6:N0}"), "");
        table.AddRow(
            "curl, one after the other",
            Text($"{inTurn.Milliseconds:N0}"),
            Text($"{inTurn.Milliseconds / curl.Milliseconds:0.00}"),
            Text($"{inTurn.PeakBytes / 1e6:N0}"),
            "");
        table.AddRow(
            Text($"suite's client, {AtATime} at a time, whole process"),
            Text($"{process.Milliseconds:N0}"),
            Text($"{process.Milliseconds / curl.Milliseconds:0.00}"),
            Text($"{process.PeakBytes / 1e6:N0}"),
            Text($"{answered}"));
        table.AddRow(
            "  of which sending", Text($"{milliseconds:N0}"), Text($"{milliseconds / curl.Milliseconds:0.00}"), "", "");
        var warm = await Warm(server.Url);
        table.AddRow(
            "  the same again, in a process that has sent as many",
            Text($"{warm.Milliseconds:N0}"),
            Text($"{warm.Milliseconds / curl.Milliseconds:0.00}"),
            "",
            Text($"{warm.Answered}"));
        AnsiConsole.Write(table);
    }

    /// <summary>What an exchange costs a run, whose start is long past.</summary>
    private static async Task<(double Milliseconds, int Answered)> Warm(Uri url)
    {
        await using var client = new WireClient(new WireOptions(url) { Concurrency = AtATime, Retries = 0 });
        var request = new Request(
            "GET", "/v1/models", [new HeaderField("x-api-key", ReferenceKeys.Api), new HeaderField("anthropic-version", "2023-06-01")]);
        var runs = new List<(double Milliseconds, int Answered)>();
        for (var i = 0; i <= Repetitions; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var exchanges = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => client.SendAsync(request)));
            runs.Add((Stopwatch.GetElapsedTime(started).TotalMilliseconds, exchanges.Count(exchange => exchange.Response?.Status == 200)));
        }

        return runs.Skip(1).OrderBy(run => run.Milliseconds).ElementAt(Repetitions / 2);
    }

    private static async Task<MeasuredProcess> Median(Func<Task<MeasuredProcess>> run)
    {
        var runs = new List<MeasuredProcess>();
        for (var i = 0; i < Repetitions; i++)
        {
            runs.Add(await run());
        }

        return runs.OrderBy(one => one.Milliseconds).ElementAt(Repetitions / 2);
    }
}
