namespace Conformance.Reporting.Results;

/// <summary>Whose fault it is that a case could not be judged.</summary>
public enum Fault
{
    /// <summary>The way to the target: unreachable, no such host, TLS, an edge's 52x.</summary>
    Network,

    /// <summary>The target: reset, silent, limited or overloaded to the end, not HTTP, endless.</summary>
    Target,

    /// <summary>The settings of the run, or whoever ended it early.</summary>
    Settings,

    /// <summary>The suite itself.</summary>
    Suite,
}
