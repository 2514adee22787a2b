namespace Conformance.Reporting.Results;

/// <summary>Which of two verdicts is the worse.</summary>
public static class Severity
{
    private static readonly Verdict[] FromBest =
        [Verdict.Skip, Verdict.Pass, Verdict.Info, Verdict.Waived, Verdict.Warn, Verdict.Error, Verdict.Fail];

    /// <summary>The rank of a verdict: the higher, the worse. A failure is proven, so it ranks above an error.</summary>
    public static int Of(Verdict verdict) => Array.IndexOf(FromBest, verdict);

    /// <summary>Whether a verdict fails the build.</summary>
    public static bool FailsBuild(Verdict verdict) => verdict is Verdict.Fail or Verdict.Error;
}
