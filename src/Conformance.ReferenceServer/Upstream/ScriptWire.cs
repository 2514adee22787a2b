namespace Conformance.Reference;

/// <summary>How a script's answer is put on the wire.</summary>
internal abstract class ScriptWire
{
    /// <summary>From now on the answer is the script's.</summary>
    public abstract void TakeOver();

    /// <summary>Writes a head.</summary>
    /// <param name="status">The status.</param>
    /// <param name="headers">The lines that the script names.</param>
    /// <param name="length">The length of the body; null where it has none.</param>
    /// <param name="cancellationToken">Ends when the other side closes.</param>
    /// <returns>The lines that were written.</returns>
    public abstract Task<IReadOnlyList<HeaderLine>> WriteHeadAsync(
        int status, IReadOnlyList<HeaderLine> headers, long? length, CancellationToken cancellationToken);

    /// <summary>Writes bytes of the body.</summary>
    public abstract Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Writes bytes that are no answer.</summary>
    public abstract Task WriteRawAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Ends the body.</summary>
    public abstract Task EndAsync(CancellationToken cancellationToken);
}
