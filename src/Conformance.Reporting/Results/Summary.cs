namespace Conformance.Reporting.Results;

/// <summary>Numbers of cases by verdict.</summary>
/// <param name="Pass">Promises kept.</param>
/// <param name="Fail">Promises broken.</param>
/// <param name="Warn">Recommendations not followed.</param>
/// <param name="Error">Cases not judged.</param>
/// <param name="Skip">Cases not run, each with its reason.</param>
/// <param name="Waived">Broken promises that a waiver covers.</param>
/// <param name="Info">Recorded only.</param>
public sealed record Summary(int Pass, int Fail, int Warn, int Error, int Skip, int Waived, int Info)
{
    /// <summary>Counts cases.</summary>
    public static Summary Of(IEnumerable<CaseResult> cases)
    {
        var counts = cases.CountBy(result => result.Verdict).ToDictionary();
        int Count(Verdict verdict) => counts.GetValueOrDefault(verdict);
        return new Summary(
            Count(Verdict.Pass), Count(Verdict.Fail), Count(Verdict.Warn), Count(Verdict.Error),
            Count(Verdict.Skip), Count(Verdict.Waived), Count(Verdict.Info));
    }
}
