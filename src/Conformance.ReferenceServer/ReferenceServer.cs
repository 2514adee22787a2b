using System.Net;
using System.Net.Sockets;
using Conformance.Reference.Hosting;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Resources;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Conformance.Reference;

/// <summary>
/// A server that keeps every promise of the contract, on Kestrel. It serves every operation of
/// <see cref="Contract.Operations.Every"/> from memory; what was created is gone when it stops.
/// </summary>
public sealed class ReferenceServer : IAsyncDisposable
{
    private const int LongestHead = 512 * 1024;

    private readonly WebApplication application;

    private ReferenceServer(WebApplication application, Uri baseUrl, Uri? tlsUrl)
    {
        this.application = application;
        BaseUrl = baseUrl;
        TlsUrl = tlsUrl;
    }

    /// <summary>Where it listens: plain, HTTP/1.1 and HTTP/2 with prior knowledge on the same port.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Where it listens with TLS; null without a certificate.</summary>
    public Uri? TlsUrl { get; }

    /// <summary>Starts a server and returns when it accepts connections.</summary>
    /// <param name="options">Null keeps every promise to the letter on a free port of the loopback address.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The address is in use or not this machine's.</exception>
    /// <exception cref="FormatException">
    /// The address is not a plain <c>http</c> address of this machine, or a deviation has another name.
    /// </exception>
    public static async Task<ReferenceServer> StartAsync(
        ReferenceServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ReferenceServerOptions();
        var paths = new ServedPaths(options, new Store());
        var address = ListenAddress.Parse(options.Url);

        // Empty: neither the environment nor a file configures this server, nor does it need a working directory.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, address, options));
        Transport.Configure(builder.Services);
        var application = builder.Build();
        application.Run(options.Upstream is { } upstream ? http => upstream.RunAsync(http, paths.RunAsync) : paths.RunAsync);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (Exception e)
        {
            await application.DisposeAsync();
            if (e is SocketException)
            {
                throw new IOException($"Failed to bind to address {options.Url.OriginalString}: {e.Message}", e);
            }

            throw;
        }

        // In the order of the listeners: plain, handed over, TLS.
        var bound = application.Urls.ToList();
        var tls = options.Certificate is null ? null : address.At(new Uri(bound[2]).Port, "https");
        return new ReferenceServer(application, address.At(new Uri(bound[0]).Port, "http"), tls);
    }

    /// <summary>Completes when the server stops.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public Task WaitAsync(CancellationToken cancellationToken) => application.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops listening and drops the connections that are open.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, ListenAddress address, ReferenceServerOptions options)
    {
        kestrel.AddServerHeader = false;

        // Long lines are refused in the API's own words, or not at all; Kestrel's refusals have none.
        kestrel.Limits.MaxRequestLineSize = LongestHead;
        kestrel.Limits.MaxRequestHeadersTotalSize = LongestHead;
        kestrel.Limits.MaxRequestHeaderCount = 1_000;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = LongestHead;

        // The contract's limits are counted per operation, on body bytes; Kestrel's counts chunk framing as well.
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
            Upstream.AttachBelow(listen, options);
            listen.Use(next => connection => Http2Preface.RouteAsync(connection, next, handedOver));
            UseUnusualHeads(listen, options);
            Upstream.AttachAbove(listen, options);
        });
        kestrel.Listen(handedOver, listen => listen.Protocols = HttpProtocols.Http2);
        if (options.Certificate is not null)
        {
            kestrel.Listen(new IPEndPoint(address.EndPoint.Address, options.TlsPort), listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                Upstream.AttachBelow(listen, options);
                listen.UseHttps(options.Certificate);
                UseUnusualHeads(listen, options);
                Upstream.AttachAbove(listen, options);
            });
        }
    }

    private static void UseUnusualHeads(ListenOptions listen, ReferenceServerOptions options)
    {
        if (options.Unusual)
        {
            listen.Use(next => connection => UnusualHeads.RunAsync(connection, next));
        }
    }
}
