using System.Net;
using Conformance.Reference;
using Conformance.SelfTests.Support.Proxies;
using Conformance.SelfTests.Support.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Conformance.SelfTests.Support;

/// <summary>A server that refuses a body of more than 1 MiB while it is still being sent, plain and with TLS.</summary>
/// <param name="Plain">Its plain address.</param>
/// <param name="Tls">Its address with TLS.</param>
/// <param name="SpeaksHttp2Plain">Whether it speaks HTTP/2 with prior knowledge at the plain address.</param>
/// <param name="SpeaksHttp2Tls">Whether it speaks HTTP/2 at the address with TLS.</param>
/// <param name="Owned">What ends with it, in this order.</param>
internal sealed record EarlyTarget(
    Uri Plain, Uri Tls, bool SpeaksHttp2Plain, bool SpeaksHttp2Tls, params IAsyncDisposable[] Owned) : IAsyncDisposable
{
    private const int Limit = 1_048_576;

    private const string Refusal =
        "HTTP/1.1 413 Content Too Large\r\ncontent-type: application/json\r\ncontent-length: 59\r\nconnection: close\r\n\r\n"
        + """{"error":{"type":"request_too_large","message":"too much"}}""";

    /// <summary>Every such server, by what it is.</summary>
    public static IReadOnlyDictionary<string, Func<Task<EarlyTarget>>> All { get; } = new Dictionary<string, Func<Task<EarlyTarget>>>
    {
        ["reference server"] = ReferenceServerItself,
        ["Kestrel that closes at once"] = ClosingKestrel,
        ["answer, then reset"] = () => Task.FromResult(AnswerThenReset()),
        ["nginx"] = () => Proxy(ProxyProgram.Nginx, "early.conf", speaksHttp2Plain: false),
        ["HAProxy"] = () => Proxy(ProxyProgram.HAProxy, "early.conf", speaksHttp2Plain: true),
        ["Caddy"] = () => Proxy(ProxyProgram.Caddy, "early.conf", speaksHttp2Plain: false),
    };

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var one in Owned)
        {
            await one.DisposeAsync();
        }
    }

    private static async Task<EarlyTarget> ReferenceServerItself()
    {
        var server = await ReferenceServer.StartAsync(
            new ReferenceServerOptions { StandardLimit = Limit, Certificate = LoopbackCertificate.Certificate });
        return new EarlyTarget(server.BaseUrl, server.TlsUrl!, true, true, server);
    }

    private static async Task<EarlyTarget> ClosingKestrel()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = Limit;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(LoopbackCertificate.Certificate));
        });
        var application = builder.Build();
        application.Run(context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await application.StartAsync();
        var urls = application.Urls.Select(url => new Uri(url)).ToList();
        return new EarlyTarget(urls[0], urls[1], false, true, application);
    }

    private static EarlyTarget AnswerThenReset()
    {
        var plain = RawServer.Start(AnswerThenReset);
        var tls = RawServer.Start(AnswerThenReset, tls: true);
        return new EarlyTarget(plain.Url, tls.Url, false, false, plain, tls);
    }

    private static async Task AnswerThenReset(RawConnection connection)
    {
        if (await connection.ReadHead() is not { } head)
        {
            return;
        }

        if (head.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            await connection.Read(Limit);
        }

        await connection.Write(Refusal);
        connection.Reset();
    }

    private static async Task<EarlyTarget> Proxy(ProxyProgram program, string configuration, bool speaksHttp2Plain)
    {
        var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { StandardLimit = Limit });
        var proxy = await ProxyProcess.Start(program, configuration, server.BaseUrl);
        return new EarlyTarget(proxy.Url, proxy.TlsUrl!, speaksHttp2Plain, true, proxy, server);
    }
}
