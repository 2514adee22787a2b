using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace Conformance.Gateway.Upstream;

/// <summary>
/// One connection to the upstream, HTTP/1.1. By hand and not by an HTTP client: a client that writes a request before it reads the
/// answer cannot relay an early one, and none leaves field lines as they are.
/// </summary>
internal sealed class UpstreamConnection : IDisposable
{
    private const int LongestHead = 64 * 1024;
    private const int LongestChunkLine = 256;

    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private readonly Socket socket;
    private readonly Stream stream;
    private readonly PipeReader reader;
    private bool chunked;
    private long left;
    private bool toTheEnd;
    private bool first;

    public UpstreamConnection(Socket socket, Stream stream)
    {
        (this.socket, this.stream) = (socket, stream);
        reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
    }

    /// <summary>Whether the body of the answer was read to its end.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether nothing came while it waited: neither the end nor bytes that nobody asked for.</summary>
    public bool IsIdle => socket.Connected && !socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Writes bytes as they are.</summary>
    /// <exception cref="UpstreamException">The connection ended.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception e) when (IsEnd(e))
        {
            throw new UpstreamException(UpstreamFailure.Unreachable, "The upstream closed the connection", e);
        }
    }

    /// <summary>Writes bytes as a chunk; none make the last chunk.</summary>
    public Task WriteChunkAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var size = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        var chunk = new byte[size.Length + bytes.Length + LineEnd.Length];
        size.CopyTo(chunk, 0);
        bytes.Span.CopyTo(chunk.AsSpan(size.Length));
        LineEnd.CopyTo(chunk, chunk.Length - LineEnd.Length);
        return WriteAsync(chunk, cancellationToken);
    }

    /// <summary>Reads the next head, interim ones too.</summary>
    /// <exception cref="UpstreamException">The connection ended, or what came is no head.</exception>
    public async Task<AnswerHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await ReadAsync(UpstreamFailure.Unreachable, cancellationToken);
            var buffer = read.Buffer;
            if (EndOfHead(buffer) is { } end)
            {
                var head = AnswerHead.Parse(buffer.Slice(0, end).ToArray());
                reader.AdvanceTo(end);
                return head;
            }

            var length = buffer.Length;
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (length > LongestHead || read.IsCompleted)
            {
                throw read.IsCompleted && length == 0
                    ? new UpstreamException(UpstreamFailure.Unreachable, "The upstream closed the connection without an answer")
                    : new UpstreamException(UpstreamFailure.Malformed, "The upstream is malfunctioning: its answer has no head");
            }
        }
    }

    /// <summary>Says how the body that follows is framed (RFC 9112, section 6.3).</summary>
    public void BeginBody(AnswerHead head, bool hasBody)
    {
        chunked = hasBody && head.IsChunked;
        toTheEnd = hasBody && !chunked && head.Length is null;
        left = hasBody && !chunked && !toTheEnd ? head.Length!.Value : 0;
        IsDone = !chunked && !toTheEnd && left == 0;
        first = true;
    }

    /// <summary>Reads what there is of the body.</summary>
    /// <returns>Bytes read; 0 at its end.</returns>
    /// <exception cref="UpstreamException">The connection ended before the body did, or its framing is broken.</exception>
    public async ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (IsDone)
        {
            return 0;
        }

        if (chunked && left == 0)
        {
            await BeginChunkAsync(cancellationToken);
            if (IsDone)
            {
                return 0;
            }
        }

        var read = await ReadAsync(UpstreamFailure.Cut, cancellationToken);
        if (read.Buffer.IsEmpty && read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.End);
            IsDone = toTheEnd;
            return toTheEnd ? 0 : throw Cut(null);
        }

        var count = (int)Math.Min(buffer.Length, read.Buffer.Length);
        count = toTheEnd ? count : (int)Math.Min(count, left);
        var taken = read.Buffer.Slice(0, count);
        taken.CopyTo(buffer.Span);
        reader.AdvanceTo(taken.End);
        left -= toTheEnd ? 0 : count;
        IsDone = !chunked && !toTheEnd && left == 0;
        return count;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }

    private static bool IsEnd(Exception e) => e is IOException or SocketException or ObjectDisposedException or InvalidOperationException;

    private static UpstreamException Cut(Exception? e) => new(UpstreamFailure.Cut, "The upstream closed the connection in mid-answer", e);

    private static SequencePosition? EndOfHead(ReadOnlySequence<byte> buffer)
    {
        var bytes = new SequenceReader<byte>(buffer);
        while (bytes.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
        {
            if (line.IsEmpty || (line.Length == 1 && line.FirstSpan[0] == (byte)'\r'))
            {
                return bytes.Position;
            }
        }

        return null;
    }

    private async ValueTask<ReadResult> ReadAsync(UpstreamFailure failure, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (Exception e) when (IsEnd(e))
        {
            throw failure == UpstreamFailure.Cut
                ? Cut(e)
                : new UpstreamException(failure, "The upstream closed the connection without an answer", e);
        }
    }

    // The line end after the data of a chunk is read together with the size of the next.
    private async Task BeginChunkAsync(CancellationToken cancellationToken)
    {
        if (!first && (await ReadLineAsync(cancellationToken)).Length > 0)
        {
            throw Cut(null);
        }

        first = false;
        var size = (await ReadLineAsync(cancellationToken)).Split(';')[0].Trim();
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out left) || left < 0)
        {
            throw Cut(null);
        }

        if (left == 0)
        {
            while ((await ReadLineAsync(cancellationToken)).Length > 0)
            {
            }

            IsDone = true;
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await ReadAsync(UpstreamFailure.Cut, cancellationToken);
            var end = read.Buffer.PositionOf((byte)'\n');
            if (end is { } position)
            {
                var line = Encoding.Latin1.GetString(read.Buffer.Slice(0, position)).TrimEnd('\r');
                reader.AdvanceTo(read.Buffer.GetPosition(1, position));
                return line;
            }

            var length = read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || length > LongestChunkLine)
            {
                throw Cut(null);
            }
        }
    }
}
