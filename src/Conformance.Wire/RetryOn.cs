namespace Conformance.Wire;

/// <summary>What makes a request go out once more. An answer that breaks a promise never does.</summary>
[Flags]
public enum RetryOn
{
    /// <summary>It is sent once, whatever comes of it.</summary>
    Nothing = 0,

    /// <summary>
    /// No connection, or one that ended before the answer was whole. Never a certificate, a version of HTTP that is not spoken,
    /// or bytes that are no HTTP.
    /// </summary>
    Connection = 1,

    /// <summary>429, 503 and 529: the target asks to come back later.</summary>
    Overload = 2,

    /// <summary>Silence: nothing came in time.</summary>
    Silence = 4,

    /// <summary>No whole answer, for a reason that may pass.</summary>
    Transport = Connection | Silence,

    /// <summary>All of these.</summary>
    All = Transport | Overload,
}
