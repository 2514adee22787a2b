namespace Conformance.Reference;

/// <summary>One piece of an answer's body as a script sent it.</summary>
/// <param name="Name">The event's name; <c>:</c> for a comment; empty for plain bytes.</param>
/// <param name="At">When it was handed to the connection (<see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>).</param>
/// <param name="Bytes">Its length in bytes, before any content coding.</param>
public sealed record SentPiece(string Name, long At, int Bytes);
