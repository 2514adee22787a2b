namespace Conformance.Reference;

/// <summary>One thing that a script does after the one before.</summary>
internal abstract record ScriptStep
{
    /// <summary>Sends the head, where the first piece of the body would otherwise.</summary>
    public sealed record Head : ScriptStep;

    /// <summary>Sends bytes of the body.</summary>
    public sealed record Piece(string Name, ReadOnlyMemory<byte> Bytes) : ScriptStep;

    /// <summary>Does nothing for a time.</summary>
    public sealed record Wait(TimeSpan Time) : ScriptStep;

    /// <summary>Does nothing until the gate is open.</summary>
    public sealed record Until(Gate Gate) : ScriptStep;

    /// <summary>Does nothing until the other side closes.</summary>
    public sealed record Silence : ScriptStep;

    /// <summary>Writes bytes on the connection as they are, outside any answer.</summary>
    public sealed record Raw(ReadOnlyMemory<byte> Bytes) : ScriptStep;

    /// <summary>Ends the answer before its end.</summary>
    public sealed record Break(AnswerEnd How) : ScriptStep;
}
