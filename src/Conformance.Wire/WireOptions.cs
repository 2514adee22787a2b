using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Wire;

/// <summary>How a target is reached.</summary>
/// <param name="BaseUrl">http or https; may hold a path prefix.</param>
public sealed record WireOptions(Uri BaseUrl)
{
    /// <summary>The version of HTTP of requests that name none.</summary>
    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>
    /// How long nothing may move before a request is given up. A body that keeps moving takes as long as it takes; from
    /// when it is out, or an answer begins, the head may take twice this and the whole answer ten times this, whatever
    /// trickles in. A connection with its TLS has this long, too.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a body with <c>expect: 100-continue</c> waits for the 100 before it is sent all the same.</summary>
    public TimeSpan ContinueTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Requests under way at a time.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Requests begun per second; null for no limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>
    /// Certificates to trust beside the system's. A chain that leads to any of them is trusted; the others are intermediates
    /// that the target may have left out. The names and the dates of the target's own certificate must still hold.
    /// </summary>
    public X509Certificate2Collection CaCertificates { get; init; } = [];

    /// <summary>Whether any certificate is accepted.</summary>
    public bool InsecureTls { get; init; }

    /// <summary>
    /// An HTTP proxy to go through, which is asked for a tunnel to https (CONNECT) and given other requests whole; null for
    /// none. The proxies of the environment are never used, so that a run is the same everywhere.
    /// </summary>
    public Uri? Proxy { get; init; }

    /// <summary>
    /// Bytes of an answer that are read, framing included; it is given up beyond them. More than any answer that a rule
    /// asks for, and soon read.
    /// </summary>
    public long LongestAnswer { get; init; } = 64 * 1024 * 1024;

    /// <summary>How often one request is tried again at most; see <see cref="Request.Retries"/>.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>
    /// What all requests together may spend on being tried again. Copies of these options share it. By default 200 retries
    /// and ten minutes of waiting.
    /// </summary>
    public RetryBudget RetryBudget { get; init; } = new(200, TimeSpan.FromMinutes(10));

    /// <summary>Asked before a body of so many bytes is sent once more; a body may not be where it says no.</summary>
    public Func<long, bool> MayResend { get; init; } = _ => true;

    /// <summary>The longest that a <c>retry-after</c> is heeded.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock of timeouts and delays.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Finds the addresses of a host name.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;
}
