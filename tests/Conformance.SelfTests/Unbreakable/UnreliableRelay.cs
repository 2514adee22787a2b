using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Conformance.SelfTests.Support.Sockets;

namespace Conformance.SelfTests.Unbreakable;

/// <summary>Passes connections on to a server, except where a test says otherwise: what a bad network does to a good server.</summary>
internal sealed partial class UnreliableRelay : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Uri _target;
    private readonly Func<int, bool> _isReset;
    private readonly Func<int, Memory<byte>, CancellationToken, Task<ReadOnlyMemory<byte>>> _bend;
    private readonly ConcurrentDictionary<string, byte> _reset = new();
    private int _pieces;

    private UnreliableRelay(
        Uri target, Func<int, bool> isReset, Func<int, Memory<byte>, CancellationToken, Task<ReadOnlyMemory<byte>>> bend)
    {
        (_target, _isReset, _bend) = (target, isReset, bend);
        _listener = new LoopbackListener(Relay);
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_listener.Port}");
    }

    /// <summary>Where it listens.</summary>
    public string Url { get; }

    /// <summary>A relay that resets connections, but lets a request pass that was reset before.</summary>
    /// <param name="target">The server.</param>
    /// <param name="isReset">Whether a connection is reset as soon as a request was sent on it, by its number from 1.</param>
    public static UnreliableRelay Resetting(Uri target, Func<int, bool> isReset) =>
        new(target, isReset, (_, bytes, _) => Task.FromResult<ReadOnlyMemory<byte>>(bytes));

    /// <summary>A relay that changes what the server answers.</summary>
    /// <param name="target">The server.</param>
    /// <param name="bend">Makes what is passed on of a piece, by its number from 1; nothing resets the connection.</param>
    public static UnreliableRelay Bending(
        Uri target, Func<int, Memory<byte>, CancellationToken, Task<ReadOnlyMemory<byte>>> bend) => new(target, _ => false, bend);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    private async Task Relay(Socket client, int number)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                if (_isReset(number) && await IsNew(client))
                {
                    Reset(client);
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, _target.Port, _listener.Stopped);
                await Task.WhenAll(Pass(client, server, isAnswer: false), Pass(server, client, isAnswer: true));
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side went away: so does the other.
            }
        }
    }

    // What was reset is let pass when it comes again: that no request is reset for ever is not left to chance. Not small requests
    // without a key: by such the suite finds out whether connections are reset.
    private async Task<bool> IsNew(Socket client)
    {
        var head = new byte[2048];
        var count = await client.ReceiveAsync(head, SocketFlags.Peek, _listener.Stopped);
        var text = Encoding.ASCII.GetString(head, 0, count).Split("\r\n\r\n")[0];
        var mayPass = text.Contains("x-api-key:", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("PRI ", StringComparison.Ordinal)
            || LargeBody().IsMatch(text);
        return !mayPass || _reset.TryAdd(text, 0) || !_reset.TryRemove(text, out _);
    }

    private async Task Pass(Socket from, Socket to, bool isAnswer)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReceiveAsync(buffer, _listener.Stopped) is > 0 and var count)
            {
                ReadOnlyMemory<byte> piece = buffer.AsMemory(0, count);
                if (isAnswer)
                {
                    piece = await _bend(Interlocked.Increment(ref _pieces), buffer.AsMemory(0, count), _listener.Stopped);
                    if (piece.IsEmpty)
                    {
                        Reset(to);
                        return;
                    }
                }

                while (!piece.IsEmpty)
                {
                    piece = piece[await to.SendAsync(piece, _listener.Stopped)..];
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            // The other direction would wait for ever.
            from.Dispose();
            to.Dispose();
            throw;
        }
    }

    [GeneratedRegex(@"content-length: \d{6,}", RegexOptions.IgnoreCase)]
    private static partial Regex LargeBody();
}
