using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Conformance.SelfTests.Support.Sockets;

namespace Conformance.SelfTests.Gateway.Support;

/// <summary>A client of bare sockets: sends exactly what a test says, and reads HTTP/1.1 answers as they come.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly RawConnection _connection;

    private RawClient(Socket socket, RawConnection connection) => (_socket, _connection) = (socket, connection);

    /// <summary>Connects; with TLS where the address says https, whatever the certificate.</summary>
    public static async Task<RawClient> Connect(Uri url, CancellationToken stop = default)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, url.Port, stop);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (url.Scheme == Uri.UriSchemeHttps)
        {
#pragma warning disable CA5359 // The certificate is the test's own, made a moment ago; what is looked at here is the bytes.
            var secured = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
            stream = secured;
            await secured.AuthenticateAsClientAsync("localhost");
        }

        return new RawClient(socket, new RawConnection(socket, stream, 0, stop));
    }

    /// <summary>Writes text, Latin-1.</summary>
    public Task Write(string text) => _connection.Write(text);

    /// <summary>Writes bytes.</summary>
    public Task Write(ReadOnlyMemory<byte> bytes) => _connection.Write(bytes);

    /// <summary>Sends a request with a body of a declared length.</summary>
    public Task Send(string method, string target, string headers, string body = "") => Write(
        string.Create(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\nhost: test\r\n{headers}")
        + (body.Length == 0 && method == "GET"
            ? "\r\n"
            : string.Create(CultureInfo.InvariantCulture, $"content-length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n"))
        + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(body)));

    /// <summary>Reads the head of an answer; null where the connection ended.</summary>
    public async Task<string?> ReadHead()
    {
        try
        {
            return await _connection.ReadHead();
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads bytes as they stand on the wire, fewer only at the end of the connection.</summary>
    public Task<byte[]> Read(int bytes) => _connection.Read(bytes);

    /// <summary>Reads everything up to the end of the connection.</summary>
    /// <returns>The text, Latin-1; and whether the end was in order, not a reset.</returns>
    public async Task<(string Text, bool InOrder)> ReadToEnd()
    {
        var text = new StringBuilder();
        try
        {
            while (await _connection.Read(1) is { Length: > 0 } bytes)
            {
                text.Append(Encoding.Latin1.GetString(bytes));
            }

            return (text.ToString(), true);
        }
        catch (IOException)
        {
            return (text.ToString(), false);
        }
    }

    /// <summary>Reads a whole answer.</summary>
    public async Task<RawAnswer> ReadAnswer()
    {
        var head = await ReadHead();
        if (head is null)
        {
            return new RawAnswer("", [], false);
        }

        var body = new MemoryStream();
        var isWhole = await ReadBody(head, piece => body.Write(piece));
        return new RawAnswer(head, body.ToArray(), isWhole);
    }

    /// <summary>Reads the body that follows a head, and says of each piece when it came.</summary>
    /// <returns>Whether it ended as its framing says.</returns>
    public async Task<bool> ReadBody(string head, Action<byte[]> piece)
    {
        try
        {
            if (RawAnswer.Value(head, "transfer-encoding") is not null)
            {
                while (await ReadChunk() is { } chunk)
                {
                    if (chunk.Length == 0)
                    {
                        return true;
                    }

                    piece(chunk);
                }

                return false;
            }

            var length = int.Parse(RawAnswer.Value(head, "content-length") ?? "0", CultureInfo.InvariantCulture);
            var body = await _connection.Read(length);
            piece(body);
            return body.Length == length;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Reads a chunk.</summary>
    /// <returns>Its bytes, none for the last; null where the connection ended before it did.</returns>
    public async Task<byte[]?> ReadChunk()
    {
        var line = new StringBuilder();
        while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
        {
            var one = await _connection.Read(1);
            if (one.Length == 0)
            {
                return null;
            }

            line.Append((char)one[0]);
        }

        var size = int.Parse(line.ToString().Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var data = await _connection.Read(size + 2);
        return data.Length == size + 2 ? data[..size] : null;
    }

    /// <summary>Closes in order.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset() => _connection.Reset();

    /// <summary>How many bytes came that were not read.</summary>
    public int Available => _socket.Available;
}
