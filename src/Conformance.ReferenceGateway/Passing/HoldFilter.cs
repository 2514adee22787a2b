using System.Buffers;

namespace Conformance.Gateway.Passing;

/// <summary>Holds a body back until so many bytes of it are there.</summary>
internal sealed class HoldFilter(int bytes) : BodyFilter
{
    private readonly ArrayBufferWriter<byte> held = new();
    private long passed;

    /// <summary>How many bytes at the beginning are not held.</summary>
    public long From { get; init; }

    /// <inheritdoc />
    public override IEnumerable<ReadOnlyMemory<byte>> Pass(ReadOnlyMemory<byte> piece)
    {
        passed += piece.Length;
        if (passed <= From)
        {
            return [piece];
        }

        held.Write(piece.Span);
        return held.WrittenCount >= bytes ? End() : [];
    }

    /// <inheritdoc />
    public override IEnumerable<ReadOnlyMemory<byte>> End()
    {
        var all = held.WrittenSpan.ToArray();
        held.ResetWrittenCount();
        return [all];
    }
}
