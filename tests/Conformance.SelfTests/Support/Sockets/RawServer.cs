using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using Conformance.SelfTests.Support.Proxies;

namespace Conformance.SelfTests.Support.Sockets;

/// <summary>A server of bare sockets, which does on each connection exactly what a test says.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Func<RawConnection, Task> _serve;
    private readonly bool _tls;

    private RawServer(Func<RawConnection, Task> serve, bool tls)
    {
        _serve = serve;
        _tls = tls;
        _listener = new LoopbackListener(Serve);
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"{(tls ? "https" : "http")}://127.0.0.1:{_listener.Port}"));
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>How many connections it accepted.</summary>
    public int Connections => _listener.Connections;

    /// <summary>Starts a server.</summary>
    /// <param name="serve">What to do on a connection, which is closed in order when that ends.</param>
    /// <param name="tls">Whether it speaks TLS, with <see cref="LoopbackCertificate"/>.</param>
    public static RawServer Start(Func<RawConnection, Task> serve, bool tls = false) => new(serve, tls);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task Serve(Socket socket, int number)
    {
        using (socket)
        await using (_listener.Stopped.Register(socket.Dispose))
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

                await using var connection = new RawConnection(socket, stream, number, _listener.Stopped);
                await _serve(connection);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
