using System.Collections.Immutable;
using System.Diagnostics;

namespace Conformance.Reference;

/// <summary>
/// What the upstream answered to one arrival, by a script or by itself. It may still be under way. Times are those of
/// <see cref="Stopwatch.GetTimestamp"/>.
/// </summary>
public sealed class UpstreamAnswer
{
    private ImmutableList<SentPiece> pieces = [];

    /// <summary>The status; null where none was sent.</summary>
    public int? Status { get; private set; }

    /// <summary>The header lines as they were sent, those that frame the body among them.</summary>
    public IReadOnlyList<HeaderLine> Headers { get; private set; } = [];

    /// <summary>When the head was handed to the connection; null where none was.</summary>
    public long? HeadAt { get; private set; }

    /// <summary>The body as it was sent, with its content coding and without chunk framing.</summary>
    public SeenBody Body { get; } = new();

    /// <summary>The pieces that a script sent, in order; empty for an answer that was not scripted.</summary>
    public IReadOnlyList<SentPiece> Pieces => pieces;

    /// <summary>Whether a script said what to answer.</summary>
    public bool IsScripted { get; internal set; }

    /// <summary>How it ended.</summary>
    public AnswerEnd End { get; private set; }

    /// <summary>When it ended; null while it is under way.</summary>
    public long? EndedAt { get; private set; }

    /// <summary>The value of a header field that was sent, the first if it stands more than once; null where none was.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(line => line.Is(name)).Value;

    /// <summary>The bytes of the body that its head promises; null where it promises none.</summary>
    internal long? Promised { get; set; }

    /// <summary>Whether the end was handed to the connection; whoever closes from then on may have the whole of it.</summary>
    internal bool IsOut { get => field || (Promised is { } length && Body.Length >= length); set; }

    internal void Began(int status, IReadOnlyList<HeaderLine> headers)
    {
        (Status, Headers) = (status, headers);
        HeadAt = Stopwatch.GetTimestamp();
    }

    internal void Sent(string name, int bytes) => pieces = pieces.Add(new SentPiece(name, Stopwatch.GetTimestamp(), bytes));

    internal void Finished(AnswerEnd end)
    {
        if (EndedAt is null)
        {
            End = end;
            EndedAt = Stopwatch.GetTimestamp();
        }
    }
}
