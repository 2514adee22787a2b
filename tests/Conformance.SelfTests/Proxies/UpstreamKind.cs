using System.Text.Json.Serialization;

namespace Conformance.SelfTests.Proxies;

/// <summary>What stands behind a proxy that is judged.</summary>
public enum UpstreamKind
{
    /// <summary>The reference server, which refuses what is too large by itself.</summary>
    [JsonStringEnumMemberName("reference server")]
    ReferenceServer,

    /// <summary>The same server without any limit of size, so that every refusal is the proxy's.</summary>
    [JsonStringEnumMemberName("server without limits")]
    ServerWithoutLimits,

    /// <summary>The suite, which sees and scripts what passes.</summary>
    [JsonStringEnumMemberName("suite")]
    Suite,
}
