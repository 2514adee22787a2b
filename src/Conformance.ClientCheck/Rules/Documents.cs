namespace Conformance.Clients;

/// <summary>The documents that the clauses of this family come from, as they are cited.</summary>
internal static class Documents
{
    public const string Overview2024 = "API overview, 2024-06";
    public const string Overview2025August = "API overview, 2025-08";
    public const string Authentication = "Authentication, 2026-10";
    public const string Versioning = "API versions, 2026-10";
    public const string Errors = "Errors, 2026-10";
    public const string Streaming = "Streaming messages, 2026-10";
    public const string OfficialClients = "Official clients, 2026-10";
    public const string GatewayRollout = "LLM gateway rollout (Claude Code), 2026-08";
    public const string Recorded = "Recorded on the wire";
    public const string Rfc9110 = "RFC 9110 (HTTP Semantics)";
    public const string Rfc9112 = "RFC 9112 (HTTP/1.1)";
}
