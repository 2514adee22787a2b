using System.Collections.Concurrent;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;
using Microsoft.Testing.Platform.Extensions.Messages;

namespace Conformance.Suite.Running;

/// <summary>What a run is to <c>dotnet test</c>, which shows three lines or more of everything that has not passed.</summary>
internal static class TestsOfTheRun
{
    private const int Said = 240;

    /// <summary>
    /// A test for each rule: it fails where a case of the rule does. One broken promise is one failed test, on however many
    /// operations. A rule of which nothing was judged is none, since each skipped test would be shown as well.
    /// </summary>
    public static async Task OfRules(Run run, Func<TestNode, Task> tell)
    {
        var left = new ConcurrentDictionary<string, int>(run.Claimed.GroupBy(one => one.Rule.Id).Select(
            cases => KeyValuePair.Create(cases.Key, cases.Count())));
        var results = new ConcurrentDictionary<string, ConcurrentBag<CaseResult>>();
        await Judge(run, async result =>
        {
            var cases = results.GetOrAdd(result.Rule, _ => []);
            cases.Add(result);
            if (left.AddOrUpdate(result.Rule, 0, (_, count) => count - 1) == 0 && OfRule(result.Rule, cases) is { } test)
            {
                await tell(test);
            }
        });

        // Of a run that ended early: what was found broken until then.
        foreach (var (rule, cases) in results.Where(rule => left[rule.Key] > 0 && rule.Value.Any(RuleTotals.IsBad)))
        {
            await tell(OfRule(rule, cases)!);
        }
    }

    /// <summary>A test for each case.</summary>
    /// <param name="run">The run.</param>
    /// <param name="withSkipped">Whether those that are skipped are told as well, the ones that are not claimed included.</param>
    /// <param name="tell">Takes a test.</param>
    public static async Task OfCases(Run run, bool withSkipped, Func<TestNode, Task> tell)
    {
        await Judge(run, async result =>
        {
            if (result.Verdict != Verdict.Skip)
            {
                await tell(OfCase(result));
            }
        });
        foreach (var result in withSkipped ? run.Result().Cases.Where(one => one.Verdict == Verdict.Skip) : [])
        {
            await tell(OfCase(result));
        }
    }

    /// <summary>The one test of a run that sends nothing: left out, with what it would send, which is all that is shown of it.</summary>
    public static TestNode OfPlan(IEnumerable<string> plan) => Test(
        "DryRun", new SkippedTestNodeStateProperty("nothing was sent"), new StandardOutputProperty(string.Join('\n', plan)));

    private static Task Judge(Run run, Func<CaseResult, Task> judged) => run.JudgeAll(async result =>
    {
        if (run.End.Reason?.Kind == ReasonKind.Interrupted)
        {
            // The thousands of cases that are left would only keep the process from cleaning up in time.
            await run.End.WhenSettled;
        }

        // What is left when a run ends early is in its results; the runner hears of what was judged until then.
        if (run.End.Reason is not { } reason || result.Reason != reason)
        {
            await judged(result);
        }
    });

    private static TestNode? OfRule(string rule, IReadOnlyCollection<CaseResult> cases)
    {
        var bad = cases.Where(one => one.Verdict == Verdict.Fail).DefaultIfEmpty(cases.FirstOrDefault(one => one.Verdict == Verdict.Error))
            .OfType<CaseResult>().OrderBy(one => one.Id, StringComparer.Ordinal).ToList();
        if (bad.Count == 0)
        {
            return cases.Any(one => one.Verdict != Verdict.Skip) ? Test(rule, PassedTestNodeStateProperty.CachedInstance) : null;
        }

        var count = cases.Count(one => one.Verdict == bad[0].Verdict);
        var where = count == 1 ? bad[0].Id : FormattableString.Invariant($"{count:N0} cases, such as {bad[0].Id}");
        return Test(rule, Bad(bad[0].Verdict, $"{where}: {ShortText.BeforeTheEnd(bad[0].Message ?? "", Said)}"));
    }

    private static TestNode OfCase(CaseResult result) => result.Verdict switch
    {
        Verdict.Fail or Verdict.Error => Test(result.Id, Bad(result.Verdict, result.Message ?? "")),
        Verdict.Skip or Verdict.Waived => Test(result.Id, new SkippedTestNodeStateProperty(result.Message ?? "")),
        Verdict.Warn => Test(result.Id, PassedTestNodeStateProperty.CachedInstance, new StandardOutputProperty($"warn: {result.Message}")),
        _ => Test(result.Id, PassedTestNodeStateProperty.CachedInstance),
    };

    // An exception that was never thrown has no stack, and none is shown.
    private static TestNodeStateProperty Bad(Verdict verdict, string message) => verdict == Verdict.Error
        ? new ErrorTestNodeStateProperty(new NotSupportedException($"not judged: {message}"))
        : new FailedTestNodeStateProperty(new NotSupportedException(message));

    private static TestNode Test(string name, params IProperty[] properties) =>
        new() { Uid = name, DisplayName = name, Properties = new PropertyBag(properties) };
}
