namespace Conformance.Wire;

/// <summary>What a target sent too much of; the bounds themselves are in <see cref="Bounds"/> and <see cref="WireOptions"/>.</summary>
public enum Bound
{
    /// <summary>Bytes of the head of an answer, or of its trailers.</summary>
    HeadBytes,

    /// <summary>Field lines in the head of an answer.</summary>
    HeadFields,

    /// <summary>Interim (1xx) answers before the final one.</summary>
    InterimAnswers,

    /// <summary>Bytes of an answer.</summary>
    AnswerBytes,

    /// <summary>Bytes of the line that begins a chunk, extensions included.</summary>
    ChunkLine,

    /// <summary>HTTP/2 frames that carry nothing of an answer.</summary>
    ControlFrames,
}
