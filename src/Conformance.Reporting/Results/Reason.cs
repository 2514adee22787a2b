namespace Conformance.Reporting.Results;

/// <summary>Why a case was skipped or not judged: a value to decide by, from which texts are made.</summary>
/// <param name="Kind">What kept it from being judged.</param>
/// <param name="Rule">
/// The id of the rule that already says what is wrong, for <see cref="ReasonKind.OtherRule"/>, or that would, for
/// <see cref="ReasonKind.RuleLeftOut"/>; otherwise null.
/// </param>
public sealed record Reason(ReasonKind Kind, string? Rule = null)
{
    /// <summary>Whose fault it is that a case could not be judged; null for a skip, which is nobody's.</summary>
    public Fault? Fault => Kind switch
    {
        ReasonKind.Refused or ReasonKind.Unresolved or ReasonKind.Tls or ReasonKind.Edge or ReasonKind.Lost => Results.Fault.Network,
        ReasonKind.Reset or ReasonKind.Timeout or ReasonKind.Malformed or ReasonKind.Excessive
            or ReasonKind.RateLimited or ReasonKind.Overloaded or ReasonKind.LeftBehind => Results.Fault.Target,
        ReasonKind.Settings or ReasonKind.RuleLeftOut or ReasonKind.OutOfTime or ReasonKind.Interrupted => Results.Fault.Settings,
        ReasonKind.Suite => Results.Fault.Suite,
        _ => null,
    };
}
