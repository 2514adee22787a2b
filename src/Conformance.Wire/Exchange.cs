namespace Conformance.Wire;

/// <summary>A request, what came of it, and the evidence. It never holds a large body.</summary>
/// <param name="Request">What was asked to be sent.</param>
/// <param name="Url">The full URL.</param>
/// <param name="SentHeaders">The header fields as they were written, in order; secrets still in them.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Response">The final answer; null unless there is one. Any other outcome may have a part of one.</param>
public sealed record Exchange(Request Request, Uri Url, IReadOnlyList<HeaderField> SentHeaders, Outcome Outcome, Response? Response)
{
    /// <summary>One line on an outcome other than <see cref="Outcome.Answered"/>; null there. No secret is in it.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// Whether there was a connection to write the request to. Where there was none, the outcome says nothing about the request. Over
    /// HTTP/2, where many share a connection, it is taken to be there.
    /// </summary>
    public bool HadConnection { get; init; } = true;

    /// <summary>Bytes of the body, chunk framing not counted, that were written before the head of the final answer came.</summary>
    public long BytesSent { get; init; }

    /// <summary>Whether the answer came before the body was out.</summary>
    public bool IsEarlyAnswer { get; init; }

    /// <summary>
    /// Whether writing failed: what an ordinary client, which reads only after it has written, would have reported
    /// as a broken pipe instead of the answer.
    /// </summary>
    public bool WriteFailed { get; init; }

    /// <summary>Whether a 100 came when one was asked for.</summary>
    public bool ContinueReceived { get; init; }

    /// <summary>
    /// The attempts before this one, oldest first, each a whole exchange: what <see cref="Request.Retries"/> allowed to be
    /// sent again. A kept connection that the target was just closing says nothing about the request, and is none of them.
    /// </summary>
    public IReadOnlyList<Exchange> Earlier { get; init; } = [];

    /// <summary>How many times the request was sent.</summary>
    public int Attempts => Earlier.Count + 1;

    /// <summary>What the target sent too much of; null unless the outcome is <see cref="Outcome.Excessive"/>.</summary>
    public Bound? Passed { get; init; }

    /// <summary>Whether the reason that no answer came may pass by itself.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>
    /// The timestamp of its start, by the clock of <see cref="WireOptions.Time"/> (<see cref="TimeProvider.GetTimestamp"/>).
    /// </summary>
    public long StartedAt { get; init; }

    /// <summary>The time until the last byte of the request was written; null where that did not happen.</summary>
    public TimeSpan? SentAfter { get; init; }

    /// <summary>The time until the head of the final answer was there; null where none came.</summary>
    public TimeSpan? AnsweredAfter { get; init; }

    /// <summary>The time until the end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Request line and outcome: never a header, so never a key.</summary>
    public override string ToString() => $"{Request} → {(Response is null ? Outcome.ToString() : Response.Status)}";
}
