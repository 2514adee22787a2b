namespace Conformance.Suite.Rules;

/// <summary>The documents that clauses come from, as they are cited.</summary>
internal static class Documents
{
    public const string Overview2024 = "API overview, 2024-06";
    public const string Overview2025May = "API overview, 2025-05";
    public const string Overview2025August = "API overview, 2025-08";
    public const string Overview2025November = "API overview, 2025-11";
    public const string Authentication = "Authentication, 2026-10";
    public const string Versioning = "API versions, 2026-10";
    public const string Errors = "Errors, 2026-10";
    public const string BetaHeaders = "Beta headers, 2026-10";
    public const string Gateways = "LLM gateway configuration, 2026-10";
    public const string GatewayProtocol = "LLM gateway protocol (Claude Code), 2026-08";
    public const string GatewayRollout = "LLM gateway rollout (Claude Code), 2026-08";
    public const string GatewayOverview = "LLM gateways (Claude Code), 2026-08";
    public const string AppsGateway = "Gateway for Claude apps, 2026-08";
    public const string Html = "HTML (Server-sent events)";
    public const string Rfc9113 = "RFC 9113 (HTTP/2)";
    public const string Clients = "Official clients, 2026-10";
    public const string Streaming = "Streaming messages, 2026-10";
    public const string Recorded = "Recorded on the wire";
    public const string Rfc9110 = "RFC 9110 (HTTP Semantics)";
    public const string Rfc9112 = "RFC 9112 (HTTP/1.1)";
    public const string Rfc8259 = "RFC 8259 (JSON)";
    public const string EventStreams = "HTML (WHATWG), server-sent events";
    public const string Rfc6750 = "RFC 6750 (Bearer tokens)";
}
