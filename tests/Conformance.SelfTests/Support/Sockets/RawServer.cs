using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Conformance.SelfTests.Support.Proxies;

namespace Conformance.SelfTests.Support.Sockets;

/// <summary>A server of bare sockets, which does on each connection exactly what a test says.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawConnection, Task> _serve;
    private readonly bool _tls;
    private readonly Task _accepting;
    private int _connections;

    private RawServer(Func<RawConnection, Task> serve, bool tls)
    {
        _serve = serve;
        _tls = tls;
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"{(tls ? "https" : "http")}://127.0.0.1:{port}"));
        _accepting = Accept();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>How many connections it accepted.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Starts a server.</summary>
    /// <param name="serve">What to do on a connection, which is closed in order when that ends.</param>
    /// <param name="tls">Whether it speaks TLS, with <see cref="LoopbackCertificate"/>.</param>
    public static RawServer Start(Func<RawConnection, Task> serve, bool tls = false) => new(serve, tls);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Accept()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                open.Add(Serve(socket, Interlocked.Increment(ref _connections)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task Serve(Socket socket, int number)
    {
        using (socket)
        await using (_stop.Token.Register(socket.Dispose))
        {
            socket.NoDelay = true;
            try
            {
                Stream stream = new NetworkStream(socket, ownsSocket: true);
                if (_tls)
                {
                    var secured = new SslStream(stream);
                    stream = secured;
                    await secured.AuthenticateAsServerAsync(LoopbackCertificate.Certificate);
                }

                await using var connection = new RawConnection(socket, stream, number, _stop.Token);
                await _serve(connection);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
