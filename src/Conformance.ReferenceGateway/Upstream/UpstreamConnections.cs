using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Gateway.Upstream;

/// <summary>The connections to the upstream: those that wait to be used again, the last used first, and new ones.</summary>
internal sealed class UpstreamConnections(ReferenceGatewayOptions options) : IDisposable
{
    // Well below what servers keep a connection for, so that none is closed in the moment in which it is used.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(15);

    private readonly ConcurrentStack<(UpstreamConnection Connection, long Since)> idle = new();

    /// <summary>A connection with nothing under way on it.</summary>
    /// <exception cref="UpstreamException">None can be had.</exception>
    public async Task<UpstreamConnection> TakeAsync(CancellationToken cancellationToken)
    {
        while (idle.TryPop(out var waiting))
        {
            if (TimeProvider.System.GetElapsedTime(waiting.Since) < LongestIdle && waiting.Connection.IsIdle)
            {
                return waiting.Connection;
            }

            waiting.Connection.Dispose();
        }

        return await ConnectAsync(cancellationToken);
    }

    /// <summary>Keeps a connection for another exchange, where the options say so.</summary>
    public void Return(UpstreamConnection connection)
    {
        if (options.KeepsConnections)
        {
            idle.Push((connection, TimeProvider.System.GetTimestamp()));
        }
        else
        {
            connection.Dispose();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (idle.TryPop(out var waiting))
        {
            waiting.Connection.Dispose();
        }
    }

    private async Task<UpstreamConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ConnectTimeout);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var upstream = options.Upstream;
            await socket.ConnectAsync(new DnsEndPoint(upstream.IdnHost, upstream.Port), limit.Token);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (upstream.Scheme == Uri.UriSchemeHttps)
            {
                var secured = new SslStream(stream);
                stream = secured;
                await secured.AuthenticateAsClientAsync(Tls(upstream), limit.Token);
            }

            return new UpstreamConnection(socket, stream);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw e is OperationCanceledException
                ? new UpstreamException(UpstreamFailure.Silent, "The upstream did not accept a connection in time", e)
                : new UpstreamException(UpstreamFailure.Unreachable, "The upstream could not be reached", e);
        }
    }

    private SslClientAuthenticationOptions Tls(Uri upstream)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = upstream.IdnHost };
        if (options.UpstreamAuthority is { } authority)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { authority },
            };
        }

        return tls;
    }
}
