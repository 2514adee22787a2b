using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Conformance.Reference;

/// <summary>
/// The plaintext of an HTTP/1.x connection: the heads that the server reads from it, byte for byte, and a way to write on it
/// past the server.
/// </summary>
internal sealed class TappedConnection : IDuplexPipe
{
    private readonly HeadTap tap;
    private readonly MutedWriter muted;

    private TappedConnection(IDuplexPipe transport)
    {
        tap = new HeadTap(transport.Input);
        muted = new MutedWriter(transport.Output);
        Writer = transport.Output;
    }

    /// <summary>What goes out on the wire (before TLS), past the server.</summary>
    public PipeWriter Writer { get; }

    /// <inheritdoc />
    public PipeReader Input => tap;

    /// <inheritdoc />
    public PipeWriter Output => muted;

    /// <summary>Taps every connection of a listener; to be used after TLS, just before the server's own HTTP.</summary>
    public static ConnectionDelegate Attach(ConnectionDelegate next) => async connection =>
    {
        var transport = connection.Transport;
        var tapped = new TappedConnection(transport);
        connection.Features.Set(tapped);
        connection.Transport = tapped;
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    };

    /// <summary>The head of the request that begins now; empty where it cannot be told from what was read before.</summary>
    public byte[] BeginRequest()
    {
        muted.IsMuted = false;
        return tap.Take();
    }

    /// <summary>From now on the server's own answer to this request is lost.</summary>
    public void TakeOver() => muted.IsMuted = true;

    /// <summary>What is read from now on is the next request's.</summary>
    /// <param name="bodyEnded">Whether the body of this one was read to its end.</param>
    public void EndRequest(bool bodyEnded) => tap.Resume(bodyEnded);

    /// <summary>Keeps what the server consumes between one request and the next.</summary>
    private sealed class HeadTap(PipeReader inner) : PipeReader
    {
        private const int MostKept = 64 * 1024;

        private readonly ArrayBufferWriter<byte> head = new(1024);
        private ReadOnlySequence<byte> last;
        private byte[] copy = [];
        private bool keeps = true;
        private bool lost;

        public byte[] Take()
        {
            // An empty line before a request line is ignored (RFC 9112, section 2.2).
            var taken = lost || head.WrittenCount >= MostKept ? [] : head.WrittenSpan.TrimStart("\r\n"u8).ToArray();
            head.ResetWrittenCount();
            keeps = false;
            return taken;
        }

        public void Resume(bool bodyEnded)
        {
            lost |= !bodyEnded;
            keeps = !lost;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            if (keeps)
            {
                var count = (int)Math.Min(last.Slice(0, consumed).Length, copy.Length);
                head.Write(copy.AsSpan(0, Math.Min(count, MostKept - head.WrittenCount)));
            }

            last = default;
            inner.AdvanceTo(consumed, examined);
        }

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(cancellationToken);
            Copy(read.Buffer);
            return read;
        }

        public override bool TryRead(out ReadResult result)
        {
            var read = inner.TryRead(out result);
            if (read)
            {
                Copy(result.Buffer);
            }

            return read;
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        // Before the server sees it: it decodes the path of a request line where it stands.
        private void Copy(in ReadOnlySequence<byte> buffer)
        {
            last = buffer;
            copy = keeps ? buffer.Slice(0, Math.Min(buffer.Length, MostKept)).ToArray() : [];
        }
    }

    /// <summary>Writes on, or loses what is written.</summary>
    private sealed class MutedWriter(PipeWriter inner) : PipeWriter
    {
        private readonly ArrayBufferWriter<byte> lost = new();

        public bool IsMuted { get; set; }

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => IsMuted ? 0 : inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => IsMuted ? lost.GetMemory(sizeHint) : inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            if (!IsMuted)
            {
                inner.Advance(bytes);
            }
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            IsMuted ? ValueTask.FromResult(new FlushResult(isCanceled: false, isCompleted: false)) : inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
