using System.Net;
using System.Net.Sockets;
using System.Text;
using Conformance.Gateway.Passing;
using Conformance.Gateway.Upstream;
using Conformance.Reference;
using Conformance.Reference.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Conformance.Gateway;

/// <summary>
/// A gateway that changes nothing: it forwards each request once and as it came, hop-by-hop fields aside, and relays the answer
/// as it comes, both ways without holding it back. Upstream it speaks HTTP/1.1.
/// </summary>
public sealed class ReferenceGateway : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly UpstreamConnections upstream;

    private ReferenceGateway(WebApplication application, UpstreamConnections upstream, Uri baseUrl, Uri? tlsUrl)
    {
        (this.application, this.upstream) = (application, upstream);
        (BaseUrl, TlsUrl) = (baseUrl, tlsUrl);
    }

    /// <summary>Where it listens: plain, HTTP/1.1 and HTTP/2 with prior knowledge on the same port.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Where it listens with TLS; null without a certificate.</summary>
    public Uri? TlsUrl { get; }

    /// <summary>Starts a gateway and returns when it accepts connections; the upstream need not be there yet.</summary>
    /// <exception cref="IOException">The address is in use or not this machine's.</exception>
    /// <exception cref="FormatException">
    /// An address is not what it should be, or a deviation has another name; the message is one line.
    /// </exception>
    public static async Task<ReferenceGateway> StartAsync(ReferenceGatewayOptions options, CancellationToken cancellationToken = default)
    {
        var address = ListenAddress.Parse(options.Url);
        var upstream = new UpstreamConnections(options);
        var paths = new GatewayPaths(options, upstream);

        // Empty: neither the environment nor a file configures this server, nor does it need a working directory.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, address, options));
        Transport.Configure(builder.Services);
        var application = builder.Build();
        application.Run(paths.RunAsync);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (Exception e)
        {
            await application.DisposeAsync();
            upstream.Dispose();
            if (e is SocketException)
            {
                throw new IOException($"Failed to bind to address {options.Url.OriginalString}: {e.Message}", e);
            }

            throw;
        }

        // In the order of the listeners: plain, handed over, TLS.
        var bound = application.Urls.ToList();
        var tls = options.Certificate is null ? null : address.At(new Uri(bound[2]).Port, "https");
        return new ReferenceGateway(application, upstream, address.At(new Uri(bound[0]).Port, "http"), tls);
    }

    /// <summary>Completes when the gateway stops.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public Task WaitAsync(CancellationToken cancellationToken) => application.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops listening and drops the connections that are open.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
        upstream.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, ListenAddress address, ReferenceGatewayOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.InitialStreamWindowSize = 2 * 1024 * 1024;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 8 * 1024 * 1024;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1_000;

        var handedOver = new HandedOverEndPoint();
        kestrel.Listen(address.EndPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(RawConnectionFeature.Attach);
            listen.Use(next => connection => Http2Preface.RouteAsync(connection, next, handedOver));
            listen.Use(TappedConnection.Attach);
        });
        kestrel.Listen(handedOver, listen => listen.Protocols = HttpProtocols.Http2);
        if (options.Certificate is not null)
        {
            kestrel.Listen(new IPEndPoint(address.EndPoint.Address, options.TlsPort), listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.Use(RawConnectionFeature.Attach);
                listen.UseHttps(options.Certificate);
                listen.Use(TappedConnection.Attach);
            });
        }
    }
}
