using System.Collections.Concurrent;
using System.Text;
using Conformance.Gateway.Upstream;
using Microsoft.AspNetCore.Http.Features;

namespace Conformance.Gateway.Passing;

/// <summary>
/// What a gateway does where: below <c>/deviations/NAME</c> (several joined by <c>+</c>) it forwards as those deviations make it,
/// without that prefix; elsewhere as its options say.
/// </summary>
/// <exception cref="FormatException">The options name a deviation that there is none of, or no upstream.</exception>
internal sealed class GatewayPaths
{
    private const string Segment = "/deviations/";
    private const int MostJoined = 8;

    private readonly ReferenceGatewayOptions options;
    private readonly UpstreamConnections upstream;
    private readonly Conduct own;
    private readonly ConcurrentDictionary<string, Conduct> joined = new();

    public GatewayPaths(ReferenceGatewayOptions options, UpstreamConnections upstream)
    {
        (this.options, this.upstream) = (options, upstream);
        if (!options.Upstream.IsAbsoluteUri || options.Upstream.Scheme is not ("http" or "https") || options.Upstream.Query.Length > 0)
        {
            throw new FormatException($"'{options.Upstream.OriginalString}' is not an upstream; write http://127.0.0.1:8080");
        }

        own = Of(options.Deviations);
    }

    /// <summary>Forwards one request.</summary>
    public async Task RunAsync(HttpContext http)
    {
        var target = Origin(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var conduct = own;
        if (target.StartsWith(Segment, StringComparison.Ordinal))
        {
            var end = target.IndexOfAny(['/', '?'], Segment.Length);
            var names = end < 0 ? target[Segment.Length..] : target[Segment.Length..end];
            target = end < 0 ? "/" : target[end] == '?' ? "/" + target[end..] : target[end..];
            try
            {
                conduct = joined.GetOrAdd(names, Join);
            }
            catch (FormatException e)
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                http.Response.ContentType = "text/plain; charset=utf-8";
                await http.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(e.Message + "\n"), http.RequestAborted);
                return;
            }
        }

        await new Passage(http, target, options, conduct, upstream).RunAsync();
    }

    // RFC 9112, section 3.2.2: a server must accept the absolute form too.
    private static string Origin(string target)
    {
        var scheme = target.StartsWith('/') ? -1 : target.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return target;
        }

        var path = target.IndexOf('/', scheme + 3);
        return path < 0 ? "/" : target[path..];
    }

    private static Conduct Of(IEnumerable<string> names) =>
        GatewayDeviations.Find(names).Aggregate(new Conduct(), (conduct, deviation) => deviation.Bend(conduct));

    private Conduct Join(string names)
    {
        var parts = names.Split('+');
        return parts.Length <= MostJoined
            ? Of([.. options.Deviations, .. parts])
            : throw new FormatException($"at most {MostJoined} deviations can be joined");
    }
}
