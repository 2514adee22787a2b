using System.Buffers;

namespace Conformance.Gateway.Passing;

/// <summary>Holds a body back until so many bytes of it are there.</summary>
internal sealed class HoldFilter(int bytes) : BodyFilter
{
    private readonly ArrayBufferWriter<byte> held = new();

    /// <inheritdoc />
    public override IEnumerable<ReadOnlyMemory<byte>> Pass(ReadOnlyMemory<byte> piece)
    {
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
