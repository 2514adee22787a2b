using Conformance.Contract;
using Conformance.Gateway.Passing;

namespace Conformance.Gateway;

/// <summary>What goes wrong with the header fields of requests.</summary>
internal static class RequestHeaderDeviations
{
    private static readonly HashSet<string> KnownBetas = ["files-api-2025-04-14", "skills-2025-10-02", "message-batches-2024-09-24"];

    private static readonly HashSet<string> KnownAnthropic = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Version, HeaderNames.Beta, HeaderNames.WorkspaceId, "anthropic-dangerous-direct-browser-access",
    };

    public static IEnumerable<GatewayDeviation> All { get; } =
    [
        new("forward-version-pinned", "Every request goes upstream under version 2023-06-01.", "Synthorai's gateway")
        {
            Rules = ["forward.version"],
            Bend = ConductBends.Forwarding(request => request.Headers.Put(HeaderNames.Version, ApiVersions.V20230601)),
        },
        new("forward-version-appended", "The gateway's own version is appended to the client's.", "decolua/9router#2357")
        {
            Rules = ["forward.version"],
            Bend = ConductBends.Forwarding(request =>
                request.Headers.Change(HeaderNames.Version, value => $"{value}, {ApiVersions.V20230601}")),
        },
        new("forward-beta-allowlist", "Beta values that the gateway does not know are dropped.", "agentgateway/agentgateway#1777")
        {
            Rules = ["forward.beta"],
            Bend = ConductBends.Forwarding(request => SetBetas(request, [.. Betas(request).Where(KnownBetas.Contains)])),
        },
        new("forward-beta-first-line", "Of several anthropic-beta lines only the first is kept.", "BerriAI/litellm#22399")
        {
            Rules = ["forward.beta"],
            Bend = ConductBends.Forwarding(request =>
            {
                if (request.Headers.First(HeaderNames.Beta) is { } first)
                {
                    request.Headers.Put(HeaderNames.Beta, first);
                }
            }),
        },
        new("forward-beta-added", "A beta value of the gateway's own is added.", "Portkey-AI/gateway")
        {
            Rules = ["forward.beta"],
            Bend = ConductBends.Forwarding(request => SetBetas(request, [.. Betas(request), "messages-2023-12-15"])),
        },
        new("forward-beta-dropped-on-streams", "anthropic-beta is dropped from requests for a stream.",
            "a code path of its own for streams")
        {
            Rules = ["forward.beta"],
            Bend = ConductBends.Forwarding(request =>
            {
                if (request.IsJson)
                {
                    request.Rewriting(bytes =>
                    {
                        if (ConductBends.Json(bytes) is { } json && json["stream"]?.ToJsonString() == "true")
                        {
                            request.Headers.Drop(HeaderNames.Beta);
                        }

                        return bytes;
                    });
                }
            }),
        },
        new("forward-anthropic-allowlist", "Only the anthropic-* fields that the gateway knows are forwarded.", "mnfst/llm-gateway#2910")
        {
            Rules = ["forward.anthropic-open-list"],
            Bend = ConductBends.Forwarding(request => request.Headers.RemoveAll(line =>
                line.Name.StartsWith("anthropic-", StringComparison.OrdinalIgnoreCase) && !KnownAnthropic.Contains(line.Name))),
        },
        new("forward-hop-by-hop", "The fields of the client's connection are forwarded.", "hand-written header copying")
        {
            Rules = ["forward.hop-by-hop"],
            Bend = conduct => conduct with { CopiesHopByHop = true },
        },
        new("forward-client-headers-dropped", "user-agent and x-stainless-* are dropped.", "Compresr-ai/Context-Gateway#37")
        {
            Rules = ["forward.client-headers"],
            Bend = ConductBends.Forwarding(request => request.Headers.RemoveAll(line =>
                line.Is("user-agent") || line.Name.StartsWith("x-stainless-", StringComparison.OrdinalIgnoreCase))),
        },
        new("forward-client-headers-added", "x-forwarded-for and x-forwarded-proto are added.", "aether-lang-dev/aether#1837")
        {
            Rules = ["forward.client-headers"],
            Bend = ConductBends.Forwarding(request =>
            {
                request.Headers.Add(new("x-forwarded-for", request.Http.Connection.RemoteIpAddress?.ToString() ?? "unknown"));
                request.Headers.Add(new("x-forwarded-proto", request.Http.Request.Scheme));
            }),
        },
    ];

    private static IEnumerable<string> Betas(ForwardedRequest request) => request.Headers
        .Where(line => line.Is(HeaderNames.Beta))
        .SelectMany(line => line.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static void SetBetas(ForwardedRequest request, List<string> betas)
    {
        if (betas.Count == 0)
        {
            request.Headers.Drop(HeaderNames.Beta);
        }
        else
        {
            request.Headers.Put(HeaderNames.Beta, string.Join(", ", betas));
        }
    }
}
