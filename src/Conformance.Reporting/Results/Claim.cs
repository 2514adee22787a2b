namespace Conformance.Reporting.Results;

/// <summary>Which cases a run leaves out because its settings do not claim them (<c>Operations</c>, <c>Rules</c>, <c>Shard</c>).</summary>
public static class Claim
{
    /// <summary>Whether a case was left out by those settings, and by nothing else.</summary>
    public static bool LeavesOut(CaseResult result) =>
        result is { Verdict: Verdict.Skip, Reason.Kind: ReasonKind.NotClaimed };
}
