using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Gateway;

/// <summary>Where the gateway listens, where it forwards to, and how. The default changes nothing.</summary>
/// <param name="Upstream">The base URL it forwards to, <c>http</c> or <c>https</c>; may hold a path prefix.</param>
public sealed record ReferenceGatewayOptions(Uri Upstream)
{
    /// <summary>The plain address to listen on; port 0 takes a free one.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:0");

    /// <summary>Opens a second, TLS listener on a free port of the same address, with HTTP/1.1 and HTTP/2; null opens none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The port of the TLS listener; 0 takes a free one.</summary>
    public int TlsPort { get; init; }

    /// <summary>The authority that signed the upstream's certificate; null trusts those of the system.</summary>
    public X509Certificate2? UpstreamAuthority { get; init; }

    /// <summary>
    /// The keys of the gateway's clients, each with the upstream's key that is sent in its place, in the field that the client
    /// chose. Other keys, and all of them where this is empty, are passed through.
    /// </summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The models that clients name, each with the upstream's name that is sent in its place; others are passed through.</summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Whether a connection to the upstream is used again. An upstream that closes one without having said so may do that in the
    /// moment in which the next request is written, and nothing tells then whether it was served: that is a 502, because a gateway
    /// that forwards once cannot try again. So each request has a connection of its own unless this is set.
    /// </summary>
    public bool KeepsConnections { get; init; }

    /// <summary>How long the upstream may take to accept a connection; after that 504.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the upstream may be silent before the head of its answer, once the request was sent; after that 504. The
    /// documentation's clients wait 10 minutes (API docs, Errors, Long requests).
    /// </summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the upstream may be silent in mid-answer; after that the client's connection is cut too.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a body that expects a 100 waits for it before it is sent all the same (RFC 9110, section 10.1.1).</summary>
    public TimeSpan ContinueTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The timeout of the deviations that have one too short.</summary>
    public TimeSpan ShortTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The names of the <see cref="GatewayDeviations.All"/> that the whole gateway has.</summary>
    public IReadOnlyList<string> Deviations { get; init; } = [];
}
