using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Conformance.Reference.Hosting;

/// <summary>
/// Buffers of 64 KiB for what arrives and leaves. A socket receives at once what fits into one buffer, and Kestrel's own hold
/// 4 KiB: sixteen calls of the system for each of these.
/// </summary>
internal sealed class WideBuffers : MemoryPool<byte>
{
    private const int BufferLength = 64 * 1024;

    private readonly ConcurrentBag<Buffer> _free = [];

    /// <inheritdoc />
    public override int MaxBufferSize => BufferLength;

    /// <inheritdoc />
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BufferLength);
        return _free.TryTake(out var buffer) ? buffer : new Buffer(_free);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing) => _free.Clear();

    /// <summary>Makes a pool for whoever asks.</summary>
    internal sealed class Factory : IMemoryPoolFactory<byte>
    {
        /// <inheritdoc />
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new WideBuffers();
    }

    private sealed class Buffer(ConcurrentBag<Buffer> free) : IMemoryOwner<byte>
    {
        /// <summary>Where the garbage collector never moves it, since the system writes into it.</summary>
        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BufferLength, pinned: true);

        public void Dispose() => free.Add(this);
    }
}
