using Conformance.Reporting.Results;

namespace Conformance.Reporting.Allure;

/// <summary>The words of Allure for what a case came to.</summary>
internal static class AllureStatus
{
    public const string Passed = "passed";
    public const string Failed = "failed";
    public const string Broken = "broken";
    public const string Skipped = "skipped";

    /// <summary>A waived case failed; that the failure is known stands beside the status.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Fail or Verdict.Waived => Failed,
        Verdict.Error => Broken,
        Verdict.Skip => Skipped,
        _ => Passed,
    };

    public static string Severity(string? level) => level switch
    {
        "MUST" => "critical",
        "SHOULD" => "normal",
        _ => "trivial",
    };
}
