namespace Conformance.Reporting.Comparisons;

/// <summary>How the later runs of a comparison differ from the first, in the order in which they are shown.</summary>
public enum Change
{
    /// <summary>A later run fails what the first does not.</summary>
    Worse,

    /// <summary>The first fails what a later run does not, and none is worse.</summary>
    Better,

    /// <summary>The verdict, the status, the error type or the limit differs otherwise.</summary>
    Other,

    /// <summary>Nothing differs.</summary>
    Same,
}
