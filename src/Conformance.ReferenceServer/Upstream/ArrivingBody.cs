namespace Conformance.Reference;

/// <summary>A request's body on its way in: recorded as it is read, and read ahead where its nonce must be known first.</summary>
internal sealed class ArrivingBody(Stream inner, UpstreamArrival arrival, NonceFinder finder, UpstreamLog log) : Stream
{
    private const int PieceLength = 16 * 1024;

    private ReadOnlyMemory<byte> ahead;
    private Task<int>? reading;
    private byte[] buffer = [];
    private bool atEnd;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Reads ahead until <paramref name="enough"/>, the end, or the time is over; nothing is lost to later reads.</summary>
    public async Task ReadAheadAsync(Func<bool> enough, TimeSpan patience, CancellationToken cancellationToken)
    {
        var gathered = new MemoryStream();
        while (!enough() && !atEnd && gathered.Length < arrival.Body.Most)
        {
            if (buffer.Length == 0)
            {
                buffer = new byte[PieceLength];
            }

            reading ??= inner.ReadAsync(buffer, cancellationToken).AsTask();
            await ((Task)reading).WaitAsync(patience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!reading.IsCompleted)
            {
                break;
            }

            var count = await reading;
            reading = null;
            Note(buffer.AsSpan(0, count));
            gathered.Write(buffer, 0, count);
        }

        ahead = gathered.ToArray();
    }

    /// <summary>Reads to the end.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var drained = new byte[4 * PieceLength];
        while (await ReadAsync(drained, cancellationToken) > 0)
        {
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!ahead.IsEmpty)
        {
            return TakeAhead(buffer);
        }

        if (reading is { } pending)
        {
            // A read that was begun ahead of time cannot be taken back.
            var begun = await pending.WaitAsync(cancellationToken);
            reading = null;
            Note(this.buffer.AsSpan(0, begun));
            ahead = this.buffer.AsMemory(0, begun);
            return begun == 0 ? 0 : TakeAhead(buffer);
        }

        if (atEnd || buffer.IsEmpty)
        {
            return 0;
        }

        var count = await inner.ReadAsync(buffer, cancellationToken);
        Note(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int TakeAhead(Memory<byte> buffer)
    {
        var count = Math.Min(buffer.Length, ahead.Length);
        ahead[..count].CopyTo(buffer);
        ahead = ahead[count..];
        return count;
    }

    private void Note(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            atEnd = true;
            arrival.Body.End();
            return;
        }

        foreach (var nonce in arrival.Received(bytes, finder))
        {
            log.Add(arrival, nonce);
        }
    }
}
