namespace Conformance.Reference;

/// <summary>How an answer of the upstream ended.</summary>
public enum AnswerEnd
{
    /// <summary>It did not, yet.</summary>
    NotYet,

    /// <summary>As its framing says.</summary>
    Whole,

    /// <summary>Without the end that its framing asks for: a FIN on HTTP/1.1, RST_STREAM on HTTP/2.</summary>
    Cut,

    /// <summary>With a TCP reset; RST_STREAM on HTTP/2.</summary>
    Reset,

    /// <summary>The other side closed first.</summary>
    ClosedByOther,
}
