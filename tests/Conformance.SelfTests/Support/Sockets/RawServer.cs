using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Conformance.SelfTests.Support.Proxies;

namespace Conformance.SelfTests.Support.Sockets;

/// <summary>A server of bare sockets, which does on each connection exactly what a test says.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Func<RawConnection, Task> _serve;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Action<SslStream> _secured;

    private RawServer(Func<RawConnection, Task> serve, SslServerAuthenticationOptions? tls, Action<SslStream> secured)
    {
        _serve = serve;
        _tls = tls;
        _secured = secured;
        _listener = new LoopbackListener(Serve);
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"{(tls is null ? "http" : "https")}://127.0.0.1:{_listener.Port}"));
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>How many connections it accepted.</summary>
    public int Connections => _listener.Connections;

    /// <summary>Starts a server.</summary>
    /// <param name="serve">What to do on a connection, which is closed in order when that ends.</param>
    /// <param name="tls">Whether it speaks TLS, with <see cref="LoopbackCertificate"/>.</param>
    public static RawServer Start(Func<RawConnection, Task> serve, bool tls = false) => new(
        serve, tls ? new SslServerAuthenticationOptions { ServerCertificate = LoopbackCertificate.Certificate } : null, _ => { });

    /// <summary>Starts a server that speaks TLS as told.</summary>
    /// <param name="serve">What to do on a connection, which is closed in order when that ends.</param>
    /// <param name="secured">Shown each connection whose handshake succeeded.</param>
    /// <param name="tls">Its certificate and whatever else.</param>
    public static RawServer StartTls(Func<RawConnection, Task> serve, Action<SslStream> secured, SslServerAuthenticationOptions tls) =>
        new(serve, tls, secured);

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
                if (_tls is not null)
                {
                    var secured = new SslStream(stream);
                    stream = secured;
                    await secured.AuthenticateAsServerAsync(_tls, _listener.Stopped);
                    _secured(secured);
                }

                await using var connection = new RawConnection(socket, stream, number, _listener.Stopped);
                await _serve(connection);
            }
            catch (Exception exception) when (exception
                is IOException or SocketException or AuthenticationException or ObjectDisposedException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
