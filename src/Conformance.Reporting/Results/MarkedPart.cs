namespace Conformance.Reporting.Results;

/// <summary>The parts of an exchange that a mark can name.</summary>
public enum MarkedPart
{
    /// <summary>The status line of the answer.</summary>
    Status,

    /// <summary>The header field lines of a name in the answer.</summary>
    Header,

    /// <summary>The absence of a header field from the answer.</summary>
    MissingHeader,

    /// <summary>The body of the answer as a whole, an empty one too.</summary>
    Body,

    /// <summary>A text in the body of the answer.</summary>
    Text,

    /// <summary>That no answer came, and how it ended.</summary>
    Outcome,

    /// <summary>How many bytes of the request's body had been sent.</summary>
    Sent,

    /// <summary>How long it took.</summary>
    Time,
}
