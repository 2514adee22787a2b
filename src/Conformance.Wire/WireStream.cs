using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Conformance.Wire;

/// <summary>
/// The plaintext of a connection, above TLS. On HTTP/1.1 it does what a handler that writes before it reads cannot:
/// it puts the head on the wire exactly as the request spells it, it reads while the body is still being written, and
/// when a final answer arrives or a write fails it discards the rest of the body and lets the handler read the answer.
/// HTTP/2 passes through, but for resets after an answer; there the handler reads and writes at the same time by itself.
/// </summary>
internal sealed class WireStream(Stream inner, ConcurrentDictionary<string, Recorder> recorders) : Stream
{
    /// <summary>The field by which the handler's head names its recorder. It never reaches the wire.</summary>
    public const string MarkerField = "x-conformance-exchange";

    private static readonly TimeSpan LastPieceGrace = TimeSpan.FromMilliseconds(100);

    private static ReadOnlySpan<byte> Http2Preface => "PRI * HTTP/2.0"u8;

    private readonly byte[] _readBuffer = new byte[16 * 1024];
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _readGate = new();
    private readonly Http2Frames _frames = new();
    private ArrayBufferWriter<byte>? _requestHead;
    private Recorder? _recorder;
    private long _bodyLeft;
    private bool _passThrough;
    private bool _isTunnel;
    private bool _poisoned;
    private bool _hasUnasked;
    private int _served;
    private Task _write = Task.CompletedTask;
    private Task<ReadOnlyMemory<byte>>? _read;
    private ReadOnlyMemory<byte> _ready;
    private ArrayBufferWriter<byte>? _responseHead;
    private int _searched;
    private long _answerBytes;

    private static ReadOnlySpan<byte> Marker => "\r\nx-conformance-exchange: "u8;

    private bool BodyIsOut => _bodyLeft == 0 && _write.IsCompletedSuccessfully;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_passThrough && _bodyLeft == 0)
        {
            buffer = await WriteHead(buffer, cancellationToken);
        }

        if (_passThrough)
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        else if (!buffer.IsEmpty)
        {
            await WriteBody(buffer, cancellationToken);
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_recorder is not { BodyIsGivenUp: true })
        {
            await inner.FlushAsync(cancellationToken);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The handler may have begun to read before its first write told that this is HTTP/2.
        if (_passThrough && _read is null && _ready.IsEmpty)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Look(buffer.Span[..read]);
            return read;
        }

        if (buffer.IsEmpty)
        {
            // The handler asks whether anything is there to read; what was read ahead is.
            if (_ready.IsEmpty)
            {
                await Read().WaitAsync(cancellationToken);
            }

            return 0;
        }

        if (_ready.IsEmpty)
        {
            _ready = await Read().WaitAsync(cancellationToken);
            lock (_readGate)
            {
                _read = null;
            }
        }

        var count = Math.Min(buffer.Length, _ready.Length);
        _ready[..count].CopyTo(buffer);
        _ready = _ready[count..];
        if (_passThrough)
        {
            Look(buffer.Span[..count]);
        }

        return count;
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _disposed.Cancel();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Gathers the handler's head and writes the request's own in its place.</summary>
    /// <returns>What of the buffer follows the head.</returns>
    private async ValueTask<ReadOnlyMemory<byte>> WriteHead(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_requestHead is null && buffer.Span.StartsWith(Http2Preface))
        {
            _passThrough = true;
            return buffer;
        }

        var head = buffer;
        var before = 0;
        if (_requestHead is not null || ResponseHead.Length(buffer.Span) < 0)
        {
            _requestHead ??= new ArrayBufferWriter<byte>(1024);
            before = _requestHead.WrittenCount;
            _requestHead.Write(buffer.Span);
            head = _requestHead.WrittenMemory;
        }

        var end = ResponseHead.Length(head.Span);
        if (end < 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        _requestHead = null;
        if (Id(head.Span[..end]) is not { } id)
        {
            // Nothing of ours: the handler asks a proxy for a tunnel, and then this stream is the tunnel.
            _isTunnel = _passThrough = true;
            return head;
        }

        if (!recorders.TryGetValue(id, out var recorder))
        {
            throw new IOException("the exchange has ended");
        }

        if (recorder is { IsBegun: true, OnUsedConnection: false })
        {
            // The handler would try again by itself, and hide what came of the first time.
            throw new IOException("the connection was closed without an answer");
        }

        if (_poisoned || HasUnasked())
        {
            recorder.Refuse();
            throw new IOException("the connection cannot be used again");
        }

        _responseHead = null;
        _searched = 0;
        _answerBytes = 0;
        recorder.Begin(onUsedConnection: _served++ > 0);
        _recorder = recorder;
        _write = Task.CompletedTask;
        _bodyLeft = recorder.BodyOnWire;
        await inner.WriteAsync(recorder.Head, cancellationToken);
        recorder.HeadIsOut();
        if (_bodyLeft > 0)
        {
            await BeforeBody(recorder, cancellationToken);
        }

        return buffer[(end - before)..];
    }

    /// <summary>The id of the exchange in the handler's head; null where it is none of ours.</summary>
    private static string? Id(ReadOnlySpan<byte> head)
    {
        var from = head.IndexOf(Marker);
        if (from < 0)
        {
            return null;
        }

        var value = head[(from + Marker.Length)..];
        return Encoding.ASCII.GetString(value[..value.IndexOf((byte)'\r')]);
    }

    /// <summary>Whether the target sent something that nobody had asked for, and that the next answer must not be taken from.</summary>
    private bool HasUnasked()
    {
        lock (_readGate)
        {
            return _hasUnasked || (_served > 0 && (!_ready.IsEmpty || _read is { IsCompleted: true }));
        }
    }

    private void Look(Span<byte> bytes)
    {
        if (!_isTunnel)
        {
            _frames.Pass(bytes);
        }
    }

    /// <summary>An expectation waits for its 100 or for a refusal; a declared length alone waits for the answer.</summary>
    private async Task BeforeBody(Recorder recorder, CancellationToken cancellationToken)
    {
        if (recorder.Request.Framing is BodyFraming.ContentLength or BodyFraming.Chunked)
        {
            return;
        }

        await inner.FlushAsync(cancellationToken);
        var read = Read();
        if (recorder.Request.Framing is BodyFraming.DeclaredOnly)
        {
            await Task.WhenAny(recorder.Answered, read).WaitAsync(cancellationToken);
            if (!recorder.Answered.IsCompleted)
            {
                recorder.Failed();
            }
        }
        else
        {
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            giveUp.CancelAfter(recorder.Options.ContinueTimeout);
            var patience = Task.Delay(Timeout.InfiniteTimeSpan, giveUp.Token);
            await Task.WhenAny(recorder.Answered, recorder.Continued, read, patience);
            await giveUp.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (recorder is { Request.Framing: BodyFraming.ExpectOnly, Answered.IsCompleted: false })
            {
                recorder.HoldBack();
                throw new IOException("the body was not wanted: the expectation is all that was asked");
            }
        }
    }

    private async Task WriteBody(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        var recorder = _recorder!;
        var written = new TaskCompletionSource();
        _write = written.Task;
        _bodyLeft -= buffer.Length;
        if (!recorder.BodyIsGivenUp)
        {
            try
            {
                await WriteWhileReading(recorder, buffer, written, cancellationToken);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                // The answer may be there to read nevertheless: the handler goes on to read it.
                recorder.Failed();
            }
        }

        written.TrySetCanceled(CancellationToken.None);
        _poisoned |= recorder.BodyIsGivenUp;
    }

    private async Task WriteWhileReading(
        Recorder recorder, ReadOnlyMemory<byte> buffer, TaskCompletionSource written, CancellationToken cancellationToken)
    {
        _ = Read();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = inner.WriteAsync(buffer, giveUp.Token);
        if (writing.IsCompleted)
        {
            await writing;
        }
        else
        {
            var write = writing.AsTask();
            if (await Task.WhenAny(write, recorder.Answered) != write && recorder.BodyIsGivenUp)
            {
                await giveUp.CancelAsync();
                await ((Task)write).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                return;
            }

            await write;
        }

        written.TrySetResult();
        recorder.Wrote(buffer.Length);
    }

    /// <summary>The one read of the connection that is under way: started while the body is written, or by the handler.</summary>
    private Task<ReadOnlyMemory<byte>> Read()
    {
        lock (_readGate)
        {
            return _read ??= ReadOn();
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadOn()
    {
        while (true)
        {
            var count = await inner.ReadAsync(_readBuffer, _disposed.Token);
            if (_bodyLeft == 0 && !_write.IsCompleted)
            {
                // An answer to the last piece may overtake the news that it was written.
                await Task.WhenAny(_write, Task.Delay(LastPieceGrace, _disposed.Token));
            }

            var ready = Observe(_readBuffer.AsMemory(0, count));
            if (count == 0 || !ready.IsEmpty)
            {
                return ready;
            }
        }
    }

    /// <summary>Looks for the head of the answer in what was read; interim answers are recorded and kept from the handler.</summary>
    private ReadOnlyMemory<byte> Observe(ReadOnlyMemory<byte> bytes)
    {
        var recorder = _recorder;
        if (recorder is null || recorder.IsOver)
        {
            _hasUnasked |= !bytes.IsEmpty;
            return bytes;
        }

        // All that comes counts, so that an answer cannot be endless in what is no part of its body either.
        _answerBytes += bytes.Length;
        if (_answerBytes > recorder.Options.LongestAnswer + Bounds.HeadBytes)
        {
            throw recorder.TooLong();
        }

        if (recorder.AnsweredAfter is not null)
        {
            recorder.Progressed();
            return bytes;
        }

        if (bytes.IsEmpty)
        {
            // The end. Whatever there is of a head is for the handler to complain about, once.
            var part = _responseHead?.WrittenMemory ?? bytes;
            _responseHead = null;
            return part;
        }

        if (_responseHead is not null)
        {
            _responseHead.Write(bytes.Span);
            bytes = _responseHead.WrittenMemory;
        }

        while (true)
        {
            // The bytes that were searched before are not searched again: a head may come byte by byte.
            var end = ResponseHead.Length(bytes.Span, _searched);
            recorder.Answering(end < 0 ? bytes.Length : end);
            if (!ResponseHead.MayBegin(bytes.Span))
            {
                throw new HttpIOException(HttpRequestError.InvalidResponse, "it does not begin as an answer does");
            }

            if (end < 0 && bytes.Length <= Bounds.HeadBytes)
            {
                Gather(bytes);
                return ReadOnlyMemory<byte>.Empty;
            }

            if (end is < 0 or > Bounds.HeadBytes)
            {
                throw recorder.Exceeded(
                    Bound.HeadBytes, FormattableString.Invariant($"the head is too long: {Bounds.HeadBytes / 1024} KiB read"));
            }

            _searched = 0;
            var head = bytes.Span[..end];
            if (ResponseHead.Status(head) is int status and >= 100 and < 200 and not 101)
            {
                recorder.Interrupted(status);
                bytes = bytes[end..];
                _responseHead = null;
                if (bytes.IsEmpty)
                {
                    return bytes;
                }

                continue;
            }

            recorder.Answer(head, BodyIsOut);
            if (ResponseHead.LengthFault(recorder.ResponseFields!) is { } fault)
            {
                throw new HttpIOException(HttpRequestError.InvalidResponse, fault);
            }

            _responseHead = null;
            return recorder.BodyIsGivenUp ? (byte[])[.. ResponseHead.Closing(head), .. bytes.Span[end..]] : bytes;
        }
    }

    /// <summary>Keeps what there is of a head until the rest of it comes.</summary>
    private void Gather(ReadOnlyMemory<byte> bytes)
    {
        if (_responseHead is null)
        {
            _responseHead = new ArrayBufferWriter<byte>(2048);
            _responseHead.Write(bytes.Span);
        }

        _searched = bytes.Length;
    }
}
