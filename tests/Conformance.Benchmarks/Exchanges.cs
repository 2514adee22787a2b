using Conformance.SelfTests.Support;
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
        table.AddRow("curl, one after the other", Text($"{inTurn.Milliseconds:N0}"), Text($"{inTurn.Milliseconds / curl.Milliseconds:0.00}"), Text($"{inTurn.PeakBytes / 1e6:N0}"), "");
        table.AddRow(
            Text($"suite's client, {AtATime} at a time, whole process"), Text($"{process.Milliseconds:N0}"), Text($"{process.Milliseconds / curl.Milliseconds:0.00}"),
            Text($"{process.PeakBytes / 1e6:N0}"), Text($"{answered}"));
        table.AddRow(
            "  of which sending", Text($"{milliseconds:N0}"), Text($"{milliseconds / curl.Milliseconds:0.00}"), "", "");
        AnsiConsole.Write(table);
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
