using System.Net;

namespace Conformance.Reference.Hosting;

/// <summary>The address a server listens on, and the name it is reached by.</summary>
/// <param name="EndPoint">The socket address; port 0 takes a free one.</param>
/// <param name="Host">The host as it stands in a URL.</param>
internal sealed record ListenAddress(IPEndPoint EndPoint, string Host)
{
    /// <summary>Reads <c>http://127.0.0.1:8080</c>; the host is an IP address or <c>localhost</c>, nothing follows the port.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ListenAddress Parse(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttp || url.PathAndQuery != "/" || url.UserInfo.Length > 0)
        {
            throw new FormatException($"'{url.OriginalString}' is not an address to listen on; write http://127.0.0.1:8080");
        }

        if (url.Host == "localhost")
        {
            return new ListenAddress(new IPEndPoint(IPAddress.Loopback, url.Port), url.Host);
        }

        return IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip)
            ? new ListenAddress(new IPEndPoint(ip, url.Port), url.Host)
            : throw new FormatException($"'{url.Host}' is neither an IP address nor localhost");
    }

    /// <summary>The base URL of a listener on this address.</summary>
    public Uri At(int port, string scheme) => new UriBuilder(scheme, Host, port).Uri;
}
