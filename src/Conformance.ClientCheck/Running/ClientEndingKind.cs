namespace Conformance.Clients;

/// <summary>Whether a client ended by itself.</summary>
public enum ClientEndingKind
{
    /// <summary>By itself.</summary>
    Ended,

    /// <summary>Its time was over, and it was ended.</summary>
    TimedOut,

    /// <summary>The check had seen enough, and ended it.</summary>
    Stopped,

    /// <summary>It was started elsewhere, and nobody saw how it ended.</summary>
    Elsewhere,
}
