namespace Conformance.Contract;

/// <summary>How binding a rule is: what a broken promise means for the verdict of a case.</summary>
public enum Level
{
    /// <summary>The documentation states it and no recording contradicts it, or an RFC requires it. Broken means <c>fail</c>.</summary>
    Must,

    /// <summary>
    /// Documented but contradicted by a recording of the real API, or recorded and undocumented.
    /// Broken means <c>warn</c>, and <c>fail</c> in a strict run.
    /// </summary>
    Should,

    /// <summary>Worth knowing, promised nowhere. Never more than <c>info</c>.</summary>
    Info,
}
