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

    /// <summary>
    /// Nothing moved for as long as the timeout allows, or the head or the whole answer took a multiple of that, whatever
    /// trickled in (<see cref="Bounds.HeadTimeouts"/>, <see cref="Bounds.AnswerTimeouts"/>).
    /// </summary>
    Timeout,

    /// <summary>The target sent more than a <see cref="Bound"/> allows; <see cref="Exchange.Passed"/> says of what.</summary>
    Excessive,

    /// <summary>What came is not HTTP.</summary>
    Malformed,

    /// <summary>The target does not speak the version of HTTP that was asked for.</summary>
    VersionRefused,
}
