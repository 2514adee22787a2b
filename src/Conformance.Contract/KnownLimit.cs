namespace Conformance.Contract;

/// <summary>A request size limit that a well-known product has by default.</summary>
/// <param name="Bytes">The largest body it accepts, in bytes.</param>
/// <param name="Name">The product and its setting.</param>
/// <param name="Source">Where that is documented.</param>
public sealed record KnownLimit(long Bytes, string Name, string Source)
{
    /// <summary>The limits that are known, smallest first.</summary>
    public static IReadOnlyList<KnownLimit> All { get; } =
    [
        new(32_768, "Envoy AI Gateway's buffer limit", "envoyproxy/ai-gateway, default per-connection buffer of the external processor"),
        new(102_400, "body-parser's limit of 100kb", "expressjs/body-parser README, option limit"),
        new(131_072, "Apache's ProxyIOBufferSize or a 128 KiB buffer", "Apache 2.4 mod_proxy documentation"),
        new(262_144, "AWS WAF's or a 256 KiB payload limit", "AWS service quotas"),
        new(1_000_000, "a limit of 1 MB", "decimal reading of 1 MB"),
        new(
            1_048_576,
            "nginx's client_max_body_size default, or Fastify's bodyLimit default",
            "nginx ngx_http_core_module documentation: default 1m; Fastify server documentation: default 1048576"),
        new(2_097_152, "axum's DefaultBodyLimit of 2 MB", "axum DefaultBodyLimit documentation: 2MB"),
        new(4_194_304, "a 4 MiB limit such as gRPC's or Azure Functions' older default", "gRPC max receive message size default"),
        new(4_500_000, "Vercel's function payload limit of 4.5 MB", "Vercel functions limits documentation"),
        new(6_000_000, "AWS Lambda's payload limit of 6 MB", "AWS Lambda quotas"),
        new(6_291_456, "AWS Lambda's payload limit of 6 MB", "AWS Lambda quotas: 6,291,456 bytes for synchronous invocations"),
        new(10_000_000, "an API gateway's payload limit of 10 MB", "Amazon API Gateway quotas: 10 MB"),
        new(10_485_760, "Amazon API Gateway's payload limit of 10 MB", "Amazon API Gateway quotas: 10 MB"),
        new(16_777_216, "a 16 MiB limit", "common document store limit"),
        new(20_000_000, "Amazon Bedrock's limit of 20 MB", "Claude on Amazon Bedrock documentation"),
        new(20_971_520, "Amazon Bedrock's limit of 20 MB", "Claude on Amazon Bedrock documentation"),
        new(30_000_000, "Kestrel's MaxRequestBodySize default", "ASP.NET Core KestrelServerLimits documentation: 30,000,000 bytes"),
        new(31_457_280, "Vertex AI's limit of 30 MB", "Claude on Vertex AI documentation"),
        new(32_000_000, "32 MB, read as decimal", "API overview, 2025-08, Request size limits"),
        new(33_554_432, "32 MB, read as binary", "API overview, 2025-08, Request size limits"),
        new(100_000_000, "Cloudflare's upload limit of 100 MB", "Cloudflare Workers and proxy limits documentation"),
        new(104_857_600, "Cloudflare's upload limit of 100 MB", "Cloudflare Workers and proxy limits documentation"),
        new(256_000_000, "256 MB, read as decimal", "API overview, 2025-08, Request size limits"),
        new(268_435_456, "256 MB, read as binary", "API overview, 2025-08, Request size limits"),
        new(500_000_000, "500 MB, read as decimal", "API overview, 2025-08, Request size limits"),
        new(524_288_000, "500 MB, read as binary", "API overview, 2025-08, Request size limits"),
        new(1_073_741_824, "Apache's LimitRequestBody default", "Apache 2.4.53 core documentation: 1073741824"),
    ];

    /// <summary>
    /// The known limit that a found one looks like: the same number of bytes, or fewer by at most 4,096, as where a
    /// multipart form or chunk framing counts as well.
    /// </summary>
    /// <param name="bytes">The largest body that passed, in bytes.</param>
    /// <returns>The nearest known limit; null where none is that near.</returns>
    public static KnownLimit? Like(long bytes) =>
        All.Where(known => known.Bytes - bytes is >= 0 and <= 4_096).MinBy(known => known.Bytes - bytes);
}
