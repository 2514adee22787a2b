using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Conformance.Reference.Hosting;

/// <summary>
/// The heads of HTTP/1.1 answers as a server may write them and few do: a 103 (Early Hints, RFC 8297) before each, no reason
/// phrase ("a server MUST send the space … even when the reason-phrase is absent", RFC 9112, section 4), field names in
/// capitals. Kestrel writes none of it, so this stands between it and the connection and changes the head that the application
/// announces.
/// </summary>
internal sealed class UnusualHeads(PipeWriter inner) : PipeWriter
{
    private static readonly byte[] EarlyHints = Encoding.ASCII.GetBytes("HTTP/1.1 103 \r\nlink: </conformance>; rel=preload\r\n\r\n");

    private readonly ArrayBufferWriter<byte> held = new();
    private bool headIsNext;

    private static ReadOnlySpan<byte> StatusLine => "HTTP/1.1 "u8;

    private static ReadOnlySpan<byte> Continue => "HTTP/1.1 100 Continue\r\n\r\n"u8;

    /// <summary>Puts it between Kestrel and a connection.</summary>
    public static Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var heads = new UnusualHeads(transport.Output);
        connection.Items[typeof(UnusualHeads)] = heads;
        connection.Transport = new Duplex(transport.Input, heads);
        return next(connection);
    }

    /// <summary>Announces that the next bytes of the connection are the head of a final answer.</summary>
    public static void Announce(HttpContext http)
    {
        if (http.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(typeof(UnusualHeads), out var found) == true)
        {
            ((UnusualHeads)found!).headIsNext = true;
        }
    }

    /// <inheritdoc />
    public override Memory<byte> GetMemory(int sizeHint = 0) => held.GetMemory(sizeHint);

    /// <inheritdoc />
    public override Span<byte> GetSpan(int sizeHint = 0) => held.GetSpan(sizeHint);

    /// <inheritdoc />
    public override void Advance(int bytes) => held.Advance(bytes);

    /// <inheritdoc />
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        PassOn();
        return await inner.FlushAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc />
    public override void Complete(Exception? exception = null)
    {
        PassOn();
        inner.Complete(exception);
    }

    private void PassOn()
    {
        var bytes = held.WrittenSpan;
        if (bytes.StartsWith(Continue))
        {
            inner.Write(Continue);
            bytes = bytes[Continue.Length..];
        }

        if (headIsNext && bytes.StartsWith(StatusLine))
        {
            headIsNext = false;
            inner.Write(EarlyHints);
            var code = StatusLine.Length + 4;
            inner.Write(bytes[..code]);
            bytes = bytes[bytes.IndexOf("\r\n"u8)..];
            var end = bytes.IndexOf("\r\n\r\n"u8);
            inner.Write(Shout(bytes[..end]));
            bytes = bytes[end..];
        }

        inner.Write(bytes);
        held.ResetWrittenCount();
    }

    // "Field names are case-insensitive" (RFC 9110, section 5.1), and Kestrel has its own spelling of those that it knows.
    private static byte[] Shout(ReadOnlySpan<byte> lines)
    {
        var shouted = lines.ToArray();
        var inName = true;
        for (var i = 0; i < shouted.Length; i++)
        {
            inName = shouted[i] == '\n' || (inName && shouted[i] != ':');
            shouted[i] = inName ? (byte)char.ToUpperInvariant((char)shouted[i]) : shouted[i];
        }

        return shouted;
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
