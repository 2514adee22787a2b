using System.Collections.Immutable;
using Conformance.Gateway;
using Conformance.Reference;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;

namespace Conformance.Suite.BothSides;

/// <summary>
/// The far side of the gateway under test, in the suite's own process: the server that its upstream points at, and in an embedded
/// run the reference gateway in front of it.
/// </summary>
internal sealed class UpstreamSide : IAsyncDisposable
{
    private readonly ReferenceServer _server;
    private readonly ReferenceGateway? _gateway;
    private readonly UpstreamCertificate? _certificate;

    private UpstreamSide(Upstream upstream, ReferenceServer server, ReferenceGateway? gateway, UpstreamCertificate? certificate)
    {
        (Upstream, _server, _gateway, _certificate) = (upstream, server, gateway, certificate);
    }

    /// <summary>What arrives there, and what lies ready to be answered.</summary>
    public Upstream Upstream { get; }

    /// <summary>Where it listens.</summary>
    public Uri Url => _certificate is null ? _server.BaseUrl : _server.TlsUrl!;

    /// <summary>Where the embedded gateway listens; null where the gateway is the user's.</summary>
    public Uri? GatewayUrl => _gateway?.BaseUrl;

    /// <summary>The keys of the embedded gateway: each of the run's with the one that is sent upstream in its place.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Starts what the settings ask for; null where the run sees one side only.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="server">What the server is like.</param>
    /// <exception cref="SettingsException">The address cannot be listened on.</exception>
    public static async Task<UpstreamSide?> Start(RunSettings settings, ReferenceServerOptions server)
    {
        var isEmbedded = settings.BaseUrl is null;
        var isWanted = Catalogue.Rules.Any(rule => rule.Attribute.SeesBothSides && settings.Rules.Any(glob => glob.Matches(rule.Id)));
        if (!isWanted || (settings.Upstream is null && !isEmbedded))
        {
            return null;
        }

        var upstream = new Upstream();
        var certificate = settings.UpstreamTls ? UpstreamCertificate.Create() : null;
        var url = settings.Upstream ?? new Uri("http://127.0.0.1:0");
        server = server with { Upstream = upstream, Url = url };
        if (certificate is not null)
        {
            certificate.WriteAuthority(settings.ReportDirectory);
            server = server with { Url = new UriBuilder(url) { Port = 0 }.Uri, TlsPort = url.Port, Certificate = certificate.Leaf };
        }

        ReferenceServer started;
        try
        {
            started = await ReferenceServer.StartAsync(server);
        }
        catch (IOException exception)
        {
            throw new SettingsException($"Upstream: the suite cannot listen at {url.Authority}: {exception.Message}");
        }

        var side = new UpstreamSide(upstream, started, null, certificate);
        if (!isEmbedded)
        {
            return side;
        }

        var keys = settings.KeyPassThrough ? [] : Secrets.Embedded.Values.ToDictionary(key => key, Behind);
        var gateway = await ReferenceGateway.StartAsync(
            new ReferenceGatewayOptions(side.Url) { Keys = keys, UpstreamAuthority = certificate?.Authority });
        return new UpstreamSide(upstream, started, gateway, certificate) { Keys = keys };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await _server.DisposeAsync();
        _certificate?.Dispose();
    }

    // A key of the same kind that nobody else has; public as the other embedded ones are.
    private static string Behind(string key) => key[..(key.LastIndexOf('-') + 1)] + "u9WqZ4nVb6XyTc2MhRk8LsFd3GjPa7Ee";
}
