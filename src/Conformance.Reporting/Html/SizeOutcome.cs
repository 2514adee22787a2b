namespace Conformance.Reporting.Html;

/// <summary>What became of a body of some size.</summary>
public enum SizeOutcome
{
    /// <summary>The target took it.</summary>
    Accepted,

    /// <summary>The target refused it as too large.</summary>
    Refused,

    /// <summary>Neither: another error, or no answer.</summary>
    Failed,
}
