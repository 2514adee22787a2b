using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using RestSharp;

namespace Conformance.Wire;

/// <summary>A pool of connections to the target, and the RestSharp client on top of it that hides nothing.</summary>
internal sealed class Connections : IDisposable
{
    private readonly RestClient _client;

    public Connections(WireOptions options, ConcurrentDictionary<string, Recorder> recorders)
    {
        _client = new RestClient(new RestClientOptions
        {
            ConfigureMessageHandler = _ => Handler(options, recorders),
            FollowRedirects = false,
            AutomaticDecompression = DecompressionMethods.None,
            Timeout = Timeout.InfiniteTimeSpan,
            UserAgent = null,
            ThrowOnAnyError = false,
        });
    }

    public Task<RestResponse> Execute(RestRequest request, CancellationToken cancellationToken) => _client.ExecuteAsync(request, cancellationToken);

    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler Handler(WireOptions options, ConcurrentDictionary<string, Recorder> recorders) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = options.Timeout,
        MaxResponseHeadersLength = 64,
        SslOptions = Tls(options),
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new WireStream(context.PlaintextStream, recorders)),
    };

    private static SslClientAuthenticationOptions Tls(WireOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.InsecureTls)
        {
#pragma warning disable CA5359 // What InsecureTls asks for, in so many words.
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (options.CaCertificate is { } ca)
        {
            tls.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && IsIssuedBy(ca, certificate, chain));
        }

        return tls;
    }

    private static bool IsIssuedBy(X509Certificate2 ca, X509Certificate? certificate, X509Chain? presented)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(ca);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return certificate is not null && chain.Build(new X509Certificate2(certificate));
    }
}
