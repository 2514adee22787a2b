using Conformance.Reference;

namespace Conformance.SelfTests.Upstream;

/// <summary>A reference server that is an upstream, plain and with TLS.</summary>
internal sealed class UpstreamServer : IAsyncDisposable
{
    private readonly ReferenceServer _server;
    private readonly UpstreamCertificate _certificate;

    private UpstreamServer(ReferenceServer server, Reference.Upstream upstream, UpstreamCertificate certificate) =>
        (_server, Upstream, _certificate) = (server, upstream, certificate);

    public Reference.Upstream Upstream { get; }

    public UpstreamLog Log => Upstream.Log;

    public Uri Url => _server.BaseUrl;

    public Uri TlsUrl => _server.TlsUrl!;

    public UpstreamCertificate Certificate => _certificate;

    public static async Task<UpstreamServer> Start(ReferenceServerOptions? options = null)
    {
        var upstream = new Reference.Upstream();
        var certificate = UpstreamCertificate.Create();
        var server = await ReferenceServer.StartAsync(
            (options ?? new ReferenceServerOptions()) with { Upstream = upstream, Certificate = certificate.Leaf });
        return new UpstreamServer(server, upstream, certificate);
    }

    /// <summary>A new nonce with this script laid ready for it.</summary>
    public Nonce Scripted(ScriptedAnswer script)
    {
        var nonce = Upstream.NewNonce();
        Upstream.Scripts.For(nonce, script);
        return nonce;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
    }
}
