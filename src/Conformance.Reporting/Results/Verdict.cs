namespace Conformance.Reporting.Results;

/// <summary>What a case came to.</summary>
public enum Verdict
{
    /// <summary>The promise is kept.</summary>
    Pass,

    /// <summary>The promise is broken, and it binds.</summary>
    Fail,

    /// <summary>The promise is broken, but a recording of the real API breaks it too, or it is nowhere documented.</summary>
    Warn,

    /// <summary>The target was not judged: unreachable, timed out, limited to the end, or a fault of the suite.</summary>
    Error,

    /// <summary>Not claimed, out of budget, or no key for it; the message says which.</summary>
    Skip,

    /// <summary>Broken, known and accepted until a date.</summary>
    Waived,

    /// <summary>Recorded only.</summary>
    Info,
}
