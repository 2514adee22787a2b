namespace Conformance.Wire;

/// <summary>What came of sending a request.</summary>
public enum Outcome
{
    /// <summary>A final answer arrived whole.</summary>
    Answered,

    /// <summary>No connection: refused, unreachable.</summary>
    Refused,

    /// <summary>No such host.</summary>
    Unresolved,

    /// <summary>TLS could not be established.</summary>
    Tls,

    /// <summary>The connection ended before a final answer was whole.</summary>
    Reset,

    /// <summary>Nothing moved for as long as the timeout allows.</summary>
    Timeout,

    /// <summary>What came is not HTTP.</summary>
    Malformed,

    /// <summary>The target does not speak the version of HTTP that was asked for.</summary>
    VersionRefused,
}
