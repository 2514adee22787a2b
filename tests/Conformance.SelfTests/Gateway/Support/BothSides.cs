using Conformance.Gateway;
using Conformance.Reference;
using Conformance.SelfTests.Upstream;

namespace Conformance.SelfTests.Gateway.Support;

/// <summary>A gateway in front of an upstream that scripts and records, plain or with TLS on its way there.</summary>
internal sealed class BothSides : IAsyncDisposable
{
    private BothSides(UpstreamServer server, ReferenceGateway gateway) => (Server, Gateway) = (server, gateway);

    public static TimeSpan Limit => TimeSpan.FromSeconds(30);

    public UpstreamServer Server { get; }

    public ReferenceGateway Gateway { get; }

    public UpstreamLog Log => Server.Log;

    public static async Task<BothSides> Start(
        bool upstreamTls = false, Func<ReferenceGatewayOptions, ReferenceGatewayOptions>? change = null)
    {
        var server = await UpstreamServer.Start();
        var options = new ReferenceGatewayOptions(upstreamTls ? server.TlsUrl : server.Url)
        {
            UpstreamAuthority = server.Certificate.Authority,
            Certificate = server.Certificate.Leaf,
        };
        return new BothSides(server, await ReferenceGateway.StartAsync(change?.Invoke(options) ?? options));
    }

    /// <summary>What arrived upstream once and for all with this nonce.</summary>
    public async Task<UpstreamArrival> Arrived(Nonce nonce)
    {
        var arrival = (await Log.WaitForAsync(nonce, 1, Limit)).Single();
        await arrival.Finished.WaitAsync(Limit);
        return arrival;
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Server.DisposeAsync();
    }
}
