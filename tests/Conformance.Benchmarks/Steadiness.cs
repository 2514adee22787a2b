using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Unbreakable;
using Spectre.Console;

namespace Conformance.Benchmarks;

/// <summary>
/// Whole runs in a row: embedded ones, and ones on a way that resets one connection of a hundred. How many came to the verdicts of
/// the first, case by case. It takes an hour.
/// </summary>
internal static class Steadiness
{
    private const int Embedded = 200;
    private const int WithFaults = 50;
    private const int ResetsOneOf = 100;

    public static async Task Run()
    {
        await Report("embedded", Embedded, () => []);
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = UnreliableRelay.Resetting(server.BaseUrl, number => number % ResetsOneOf == 1);
        await Report("1 % of the connections reset", WithFaults, () => [("BaseUrl", relay.Url)]);
    }

    private static async Task Report(string what, int runs, Func<(string Name, string Value)[]> settings)
    {
        Dictionary<string, Verdict>? first = null;
        var same = 0;
        for (var number = 1; number <= runs; number++)
        {
            using var suite = StartedSuite.Start(settings());
            await suite.End();
            var verdicts = suite.Results.Cases.ToDictionary(one => one.Id, one => one.Verdict);
            first ??= verdicts;
            var different = verdicts.Where(one => first.GetValueOrDefault(one.Key) != one.Value).Select(one => one.Key).ToList();
            same += different.Count == 0 ? 1 : 0;
            if (different.Count > 0 || suite.ExitCode != 0)
            {
                var some = string.Join(", ", different.Take(5));
                AnsiConsole.MarkupLineInterpolated(
                    $"{what}, run {number}: exit code {suite.ExitCode}, {different.Count} different: {some}");
            }
        }

        AnsiConsole.MarkupLineInterpolated($"{what}: {same} of {runs} came to the verdicts of the first");
    }
}
