using System.Diagnostics;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using Spectre.Console;
using static Conformance.Benchmarks.Program;

namespace Conformance.Benchmarks;

/// <summary>
/// SIGINT at random moments of a run, from its first byte through the preflight and the cases into the uploads: how long it takes
/// to end, and whether it ends as it should. The moments are the same in every measurement.
/// </summary>
internal static class Interruptions
{
    private const int Moments = 30;
    private const double LastByte = 200e6;
    private const double Allowed = 2000;

    private static readonly (string, string)[] Settings =
    [
        ("Rules", "auth.*,error.*,headers.*,content.*,size.at-limit"), ("Operations", "messages.*,models.*,batches.*,files.*"),
        ("Concurrency", "8"),
    ];

    public static async Task Run()
    {
        var random = new Random(Moments);

        // Evenly by magnitude: the preflight is a few kilobytes, the cases a few hundred, and an upload half a gigabyte.
        var moments = Enumerable.Range(0, Moments).Select(_ => (long)Math.Pow(LastByte, random.NextDouble())).Order().ToList();
        var table = Table("bytes sent before SIGINT", "until", "ms to the end", "exit code", "left over", "report");
        List<Ending> endings = [];
        foreach (var moment in moments)
        {
            var ending = await Interrupt(moment);
            endings.Add(ending);
            table.AddRow(
                Text($"{moment:N0}"), ending.Until, Text($"{ending.Milliseconds:N0}"), Text($"{ending.ExitCode}"), Text($"{ending.Left}"),
                ending.IsReported ? "written" : "missing");
        }

        AnsiConsole.Write(table);
        var good = endings.Count(one => one is { ExitCode: RunVerdict.NotJudged, Left: 0, IsReported: true });
        var soon = endings.Count(one => one.Milliseconds <= Allowed);
        var slowest = Text($"{endings.Max(one => one.Milliseconds):N0}");
        AnsiConsole.MarkupLineInterpolated(
            $"{good} of {Moments} with report, exit code 3 and nothing left; {soon} within 2 s, the slowest {slowest} ms");
    }

    private static async Task<Ending> Interrupt(long bytes)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);
        using var suite = StartedSuite.Start([("BaseUrl", relay.Url.AbsoluteUri), .. Settings]);
        await relay.Received(bytes);
        var started = Stopwatch.GetTimestamp();
        await suite.Signal("INT");
        await suite.End();
        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var page = new FileInfo(Path.Combine(suite.Reports, "index.html"));
        if (!page.Exists || page.Length == 0)
        {
            return new Ending(milliseconds, suite.ExitCode, 0, false, "nothing");
        }

        var results = suite.Results;
        var left = results.Leftovers.Count + (await UploadedFiles.On(server)).Count;
        var judged = results.Cases.Count(one => one.Verdict is not (Verdict.Skip or Verdict.Error));
        return new Ending(
            milliseconds, suite.ExitCode, left, results.NotJudgedReason?.Kind == ReasonKind.Interrupted, judged == 0
                ? "preflight"
                : Text($"{judged:N0} cases"));
    }

    private sealed record Ending(double Milliseconds, int ExitCode, int Left, bool IsReported, string Until);
}
