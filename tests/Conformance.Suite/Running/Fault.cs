namespace Conformance.Suite.Running;

/// <summary>Whose fault it is that a case could not be judged.</summary>
public enum Fault
{
    /// <summary>The way to the target: unreachable, no such host, TLS, an edge's 52x.</summary>
    Network,

    /// <summary>The target: limited or overloaded to the end, silent, not HTTP.</summary>
    Target,

    /// <summary>The settings of the run.</summary>
    Settings,

    /// <summary>The suite itself.</summary>
    Suite,
}
