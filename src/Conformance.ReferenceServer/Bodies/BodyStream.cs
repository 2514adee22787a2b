using System.Buffers;

namespace Conformance.Reference.Bodies;

/// <summary>A request body that counts its bytes, without the framing they travel in, and ends where the limit is passed.</summary>
/// <param name="inner">Where the bytes come from.</param>
/// <param name="limit">The most bytes it may have.</param>
/// <param name="decoded">Whether <paramref name="inner"/> undoes a content coding.</param>
internal sealed class BodyStream(Stream inner, long limit, bool decoded) : Stream
{
    private const int BufferSize = 128 * 1024;

    private long count;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position { get => count; set => throw new NotSupportedException(); }

    /// <summary>Reads a stream to its end and forgets it.</summary>
    public static async Task DiscardAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc />
    /// <exception cref="BodyTooLargeException">The limit is passed.</exception>
    /// <exception cref="CodingException">The content coding is broken.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            count += read;
            return count > limit ? throw new BodyTooLargeException(decoded) : read;
        }
        catch (InvalidDataException e) when (decoded)
        {
            throw new CodingException(e);
        }
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
