namespace Conformance.Reporting.Results;

/// <summary>Which cases a run leaves out because its settings do not claim them (<c>Operations</c>, <c>Rules</c>).</summary>
public static class Claim
{
    /// <summary>How the message of every skip begins that the settings Operations and Rules cause.</summary>
    public const string NotClaimed = "not claimed";

    /// <summary>Whether a case was left out by those settings, and by nothing else.</summary>
    public static bool LeavesOut(CaseResult result) =>
        result.Verdict == Verdict.Skip && result.Message?.StartsWith(NotClaimed, StringComparison.Ordinal) == true;
}
