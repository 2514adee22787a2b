using System.Security.Cryptography.X509Certificates;

namespace Conformance.Wire;

/// <summary>How a target is reached.</summary>
/// <param name="BaseUrl">http or https; may hold a path prefix.</param>
public sealed record WireOptions(Uri BaseUrl)
{
    /// <summary>The version of HTTP of requests that name none.</summary>
    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>How long nothing may move before a request is given up. A body that keeps moving takes as long as it takes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a body with <c>expect: 100-continue</c> waits for the 100 before it is sent all the same.</summary>
    public TimeSpan ContinueTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Requests under way at a time.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Requests begun per second; null for no limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>A certificate to trust beside the system's; null for none.</summary>
    public X509Certificate2? CaCertificate { get; init; }

    /// <summary>Whether any certificate is accepted.</summary>
    public bool InsecureTls { get; init; }

    /// <summary>How often a request that is answered 429 or 529 is tried again.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The longest that a <c>retry-after</c> is heeded.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock of delays.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
