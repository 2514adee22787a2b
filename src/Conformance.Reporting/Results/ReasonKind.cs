namespace Conformance.Reporting.Results;

/// <summary>What kept a case from being judged. The first group skips a case, the second makes it an error.</summary>
public enum ReasonKind
{
    /// <summary>The settings Operations, Rules or Shard leave it out.</summary>
    NotClaimed,

    /// <summary>The target does not have the operation.</summary>
    NotServed,

    /// <summary>The promise was first stated after the snapshot that the run holds the target to.</summary>
    Newer,

    /// <summary>The run has no key of the kind that the operation takes.</summary>
    NoKey,

    /// <summary>The key lacks an entitlement that the operation needs.</summary>
    NotEntitled,

    /// <summary>MaxUpload does not allow the bodies that it sends.</summary>
    OutOfBudget,

    /// <summary>A setting is empty without which there is nothing to hold the target to.</summary>
    SettingEmpty,

    /// <summary>It says nothing over this version of HTTP, or on this address.</summary>
    Transport,

    /// <summary>A program or package that it runs is not on this machine.</summary>
    ToolMissing,

    /// <summary>Another rule already says what is wrong; see <see cref="Reason.Rule"/>.</summary>
    OtherRule,

    /// <summary>The account has nothing of the kind that the rule judges.</summary>
    NothingToShow,

    /// <summary>The client under test did nothing of the kind that the rule judges, or nothing that shows it.</summary>
    NotSeen,

    /// <summary>The connection was refused, or there is no way to the host.</summary>
    Refused,

    /// <summary>The host name has no address.</summary>
    Unresolved,

    /// <summary>TLS could not be established.</summary>
    Tls,

    /// <summary>The connection ended before an answer was whole.</summary>
    Reset,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>What came is not HTTP.</summary>
    Malformed,

    /// <summary>The target sent more than the suite takes.</summary>
    Excessive,

    /// <summary>429 to the end.</summary>
    RateLimited,

    /// <summary>503 or 529 to the end.</summary>
    Overloaded,

    /// <summary>An edge in front of the target answered with a 52x of its own.</summary>
    Edge,

    /// <summary>The target was lost in the middle of the run.</summary>
    Lost,

    /// <summary>What the case created could not be removed.</summary>
    LeftBehind,

    /// <summary>The settings of the run do not fit the target: no such model.</summary>
    Settings,

    /// <summary>
    /// Another rule would say what is wrong, and the settings leave that one out, so nobody does; see <see cref="Reason.Rule"/>.
    /// </summary>
    RuleLeftOut,

    /// <summary>The run took as long as MaxDuration allows.</summary>
    OutOfTime,

    /// <summary>The run was interrupted.</summary>
    Interrupted,

    /// <summary>A fault of the suite.</summary>
    Suite,
}
