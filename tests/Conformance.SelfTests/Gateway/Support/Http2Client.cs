using System.Net;
using System.Text;

namespace Conformance.SelfTests.Gateway.Support;

/// <summary>A client that speaks exactly the version it is told, and trusts anybody.</summary>
internal static class Http2Client
{
    public static HttpClient Create()
    {
#pragma warning disable CA5359 // Who it is does not matter here.
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        };
#pragma warning restore CA5359
        return new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(3) };
    }

    public static HttpRequestMessage Request(HttpMethod method, Uri url, string? body = null) =>
        new(method, new Uri(url.OriginalString, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
}
