using System.Net;
using System.Net.Security;
using RestSharp;

namespace Conformance.Wire;

/// <summary>A pool of connections to the target, and the RestSharp client on top of it that hides nothing.</summary>
internal sealed class Connections : IDisposable
{
    // A connection whose request was given up may still be on its way when the next one is wanted.
    private const int ConnectionsPerRequest = 2;

    private readonly RestClient _client;

    public Connections(WireOptions options, Traffic traffic)
    {
        _client = new RestClient(new RestClientOptions
        {
            ConfigureMessageHandler = _ => Handler(options, traffic),
            FollowRedirects = false,
            AutomaticDecompression = DecompressionMethods.None,
            Timeout = Timeout.InfiniteTimeSpan,
            UserAgent = null,
            ThrowOnAnyError = false,
        });
    }

    public Task<RestResponse> Execute(RestRequest request, CancellationToken cancellationToken) =>
        _client.ExecuteAsync(request, cancellationToken);

    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler Handler(WireOptions options, Traffic traffic) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = options.Proxy is not null,
        Proxy = options.Proxy is { } proxy ? Proxy(proxy) : null,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        MaxConnectionsPerServer = (int)Math.Min(int.MaxValue, (long)options.Concurrency * ConnectionsPerRequest),
        ConnectTimeout = options.Timeout,
        ConnectCallback = new Dialler(options.Resolve, options.Time).Dial,
        MaxResponseHeadersLength = Bounds.HeadBytes / 1024,

        // What is left of an answer that was given up is not read in the background.
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
        SslOptions = Tls(options),
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new WireStream(context.PlaintextStream, traffic.Recorders)),
    };

    private static WebProxy Proxy(Uri proxy)
    {
        var parts = proxy.UserInfo.Split(':', 2);
        return new WebProxy(proxy)
        {
            Credentials = parts is [var user, var password]
                ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password))
                : null,
        };
    }

    private static SslClientAuthenticationOptions Tls(WireOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.InsecureTls)
        {
#pragma warning disable CA5359 // What InsecureTls asks for, in so many words.
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else
        {
            tls.RemoteCertificateValidationCallback = new ServerTrust(options.CaCertificates, options.Time).Judge;
        }

        return tls;
    }
}
