using System.Diagnostics;
using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;

namespace Conformance.Suite.Running;

/// <summary>Looks at a run while it judges its cases.</summary>
internal sealed class RunWatch
{
    private readonly Run _run;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly SortedDictionary<string, int> _planned;
    private IReadOnlyList<Cause> _causes = [];
    private int _explained;

    public RunWatch(Run run)
    {
        _run = run;
        _planned = new SortedDictionary<string, int>(
            run.Cases.Where(one => run.Claims.WhyNot(one) is null).CountBy(one => one.Rule.Family).ToDictionary(), StringComparer.Ordinal);
    }

    /// <summary>How far it is now.</summary>
    public RunState State()
    {
        var judged = _run.Results.GroupBy(result => result.Rule[..result.Rule.IndexOf('.', StringComparison.Ordinal)])
            .ToDictionary(family => family.Key, family => (Count: family.Count(), Broken: family.Count(IsBroken)));
        return new RunState(
            [
                .. _planned.Select(family => new FamilyState(
                    family.Key, family.Value, judged.GetValueOrDefault(family.Key).Count, judged.GetValueOrDefault(family.Key).Broken)),
            ],
            _run.RequestsSent,
            _run.BodyBytesSent,
            Stopwatch.GetElapsedTime(_started),
            _run.WaitedForRetries,
            _run.Upload?.State,
            Causes(judged.Values.Sum(family => family.Broken)));
    }

    // What explains the failures takes the whole result, so it is asked only when there are more of them.
    private IReadOnlyList<Cause> Causes(int broken)
    {
        if (broken != _explained)
        {
            (_explained, _causes) = (broken, Cause.Of(_run.Result(), Verdict.Fail));
        }

        return _causes;
    }

    private static bool IsBroken(CaseResult result) => result.Verdict is Verdict.Fail or Verdict.Error;
}
