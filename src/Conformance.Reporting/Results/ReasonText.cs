namespace Conformance.Reporting.Results;

/// <summary>The words for why a case was not judged, and whose fault that is; every output uses these.</summary>
public static class ReasonText
{
    /// <summary>A kind of reason in a few words, without a full stop: <c>not served</c>.</summary>
    public static string Of(ReasonKind kind) => kind switch
    {
        ReasonKind.NotClaimed => "not claimed: the settings leave it out",
        ReasonKind.NotServed => "not served: the target does not have the operation",
        ReasonKind.Newer => "newer than the snapshot that the target is held to",
        ReasonKind.NoKey => "no key of the kind that the operation takes",
        ReasonKind.NotEntitled => "the key lacks an entitlement",
        ReasonKind.OutOfBudget => "out of budget: MaxUpload does not allow the bodies",
        ReasonKind.SettingEmpty => "a setting is empty, so there is nothing to hold the target to",
        ReasonKind.Transport => "says nothing over this version of HTTP, or on this address",
        ReasonKind.ToolMissing => "a program that it runs is not on this machine",
        ReasonKind.OtherRule => "another rule already says what is wrong",
        ReasonKind.NothingToShow => "the account has nothing of the kind that the rule judges",
        ReasonKind.NotSeen => "the client did nothing of the kind that the rule judges",
        ReasonKind.Refused => "the connection was refused",
        ReasonKind.Unresolved => "the host name has no address",
        ReasonKind.Tls => "TLS could not be established",
        ReasonKind.Reset => "the connection ended before an answer was whole",
        ReasonKind.Timeout => "no answer in time",
        ReasonKind.Malformed => "what came is not HTTP",
        ReasonKind.Excessive => "the target sent more than the suite takes",
        ReasonKind.RateLimited => "429 to the end",
        ReasonKind.Overloaded => "503 or 529 to the end",
        ReasonKind.Edge => "an edge in front of the target answered with a 52x of its own",
        ReasonKind.Lost => "the target was lost in the middle of the run",
        ReasonKind.LeftBehind => "what the case created could not be removed",
        ReasonKind.Settings => "the settings do not fit the target",
        ReasonKind.RuleLeftOut => "the settings leave out the rule that would say what is wrong",
        ReasonKind.OutOfTime => "MaxDuration was over",
        ReasonKind.Interrupted => "the run was interrupted",
        ReasonKind.Suite => "a fault of the suite",
        _ => kind.ToString(),
    };

    /// <summary>Why a case was not judged, with the rule that says what is wrong where there is one.</summary>
    public static string Of(Reason? reason) => reason switch
    {
        null => "no reason given",
        { Kind: ReasonKind.OtherRule, Rule: { } rule } => $"{Text.VisibleText.Line(rule)} already says what is wrong",
        { Kind: ReasonKind.RuleLeftOut, Rule: { } rule } =>
            $"{Text.VisibleText.Line(rule)} would say what is wrong, and the settings leave it out",
        _ => Of(reason.Kind),
    };

    /// <summary>Whose fault it is, in words; null is a skip, which is nobody's.</summary>
    public static string Of(Fault? fault) => fault switch
    {
        Fault.Network => "the network, not the target",
        Fault.Target => "the target, which gave nothing to judge",
        Fault.Settings => "the settings of the run",
        Fault.Suite => "the suite itself",
        _ => "unknown",
    };
}
