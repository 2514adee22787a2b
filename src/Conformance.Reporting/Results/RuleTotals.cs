namespace Conformance.Reporting.Results;

/// <summary>How many rules a run judged: what <c>dotnet test</c> counts as tests, unless it is asked for the cases.</summary>
/// <param name="Judged">The rules of which at least one case was judged, and none was left when the run ended early.</param>
/// <param name="Failed">Those of them that have a case which fails the build.</param>
public sealed record RuleTotals(int Judged, int Failed)
{
    /// <summary>The totals of a run.</summary>
    public static RuleTotals Of(RunResult run)
    {
        var judged = run.Cases.GroupBy(result => result.Rule)
            .Where(rule => rule.Any(result => result.Verdict != Verdict.Skip) && (!rule.Any(IsLeft) || rule.Any(IsFound)))
            .ToList();
        return new RuleTotals(judged.Count, judged.Count(rule => rule.Any(IsFound)));

        bool IsLeft(CaseResult result) => result.Reason is { } reason && reason == run.NotJudgedReason;

        bool IsFound(CaseResult result) => IsBad(result) && !IsLeft(result);
    }

    /// <summary>Whether a case fails the build.</summary>
    public static bool IsBad(CaseResult result) => result.Verdict is Verdict.Fail or Verdict.Error;
}
