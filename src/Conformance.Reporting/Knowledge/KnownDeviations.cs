using System.IO.Enumeration;

namespace Conformance.Reporting.Knowledge;

/// <summary>The deviations that were reported in public, each with its source: who else has had a failure.</summary>
public static class KnownDeviations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownDeviation> All { get; } =
    [
        new("request-id-absent", "no request-id", "raine/claude-code-proxy#104", ["headers.request-id", "headers.request-id-present*"]),
        new("request-id-dropped-on-streams", "present on JSON, missing on SSE", "headroomlabs-ai/headroom#1100", ["headers.request-id", "headers.request-id-present*", "stream.*header*", "stream.request-id*", "stream.both*"]),
        new("request-id-rebuilt", "own x-…-request-id instead", "api7/aisix#318", ["headers.request-id", "headers.request-id-present*"]),
        new("headers-renamed", "both headers become llm_provider-…", "BerriAI/litellm", ["headers.request-id", "headers.request-id-present*", "headers.organization-id", "headers.organization-id-present*"]),
        new("request-id-x-prefixed", "X-Request-Id only", "vllm-project/vllm", ["headers.request-id", "headers.request-id-present*"]),
        new("request-id-in-body-only", "id in the JSON, no header", "ollama/ollama", ["headers.request-id", "headers.request-id-present*", "error.request-id*"]),
        new("request-id-constant", "same id twice (not unique)", "common in mocks", ["headers.request-id-unique*", "headers.*unique*"]),
        new("request-id-duplicated", "two values in one response", "doubling proxies", ["headers.request-id-single*", "headers.*single*"]),
        new("request-id-echoes-client", "returns the client's own id", "tracing middleware", ["headers.request-id-not-client*", "headers.*not-client-chosen*"]),
        new("organization-id-absent", "dropped by an allowlist", "api7/aisix#318", ["headers.organization-id", "headers.organization-id-present*", "headers.organization-id-on*"]),
        new("headers-dropped-on-errors", "both on 200, none on 4xx", "allowlists on the error path", ["headers.request-id", "headers.request-id-present*", "headers.organization-id", "headers.organization-id-present*", "headers.*on-413", "headers.*on-401"]),
        new("openai-envelope", """{"error":{"message","type","param","code"}}""", "BerriAI/litellm#39037", ["error.envelope", "size.full-envelope"]),
        new("prefixed-envelope", """{"error":{…},"provider":…}""", "Portkey-AI/gateway", ["error.envelope"]),
        new("failure-status-shape", """{"status":"failure","message":…}""", "Portkey-AI/gateway", ["error.envelope"]),
        new("string-error", """{"error":"Unauthorized"}""", "vllm-project/vllm", ["error.envelope"]),
        new("noncanonical-type", "NotFoundError in the right envelope", "vllm-project/vllm", ["error.type-matches-status"]),
        new("near-miss-type", "internal_server_error, BadRequest", "envoyproxy/ai-gateway#1881", ["error.type-matches-status"]),
        new("message-is-object", "message is not a string", "translating gateways", ["error.message-is-text"]),
        new("error-as-200", "200 with an error envelope", "praxis-proxy/ai#940", ["error.never-2xx"]),
        new("blank-200", "a 400 becomes 200 with an empty body", "coder/aibridge#56", ["error.never-2xx", "content.body-parses"]),
        new("unknown-route-200", "200 for any path", "LM Studio #618", ["error.unknown-route"]),
        new("malformed-json-500", "500 for malformed JSON", "deltawi/deltallm#227", ["content.malformed-json"]),
        new("auth-403", "401 becomes 403", "envoyproxy/gateway#5180", ["auth.missing-key", "auth.empty-key", "auth.invalid-key", "auth.invalid-bearer"]),
        new("auth-502", "401 becomes 502", "apache/apisix#11180", ["auth.missing-key", "auth.empty-key", "auth.invalid-key", "auth.invalid-bearer"]),
        new("any-key", "any key accepted", "OmniRoute#3134", ["auth.invalid-key"]),
        new("missing-key-accepted", "no key needed", "OmniRoute#3134", ["auth.missing-key", "auth.empty-key"]),
        new("key-swapped", "bad key replaced by the gateway's own", "gh-aw-firewall#1454", ["auth.invalid-key", "auth.missing-key"]),
        new("bearer-only", "x-api-key ignored, Bearer needed", "vllm-project/vllm#51572", ["auth.valid-key"]),
        new("open-models", "/v1/models public though keys are set", "ggml-org/llama.cpp", ["auth.missing-key", "auth.empty-key"]),
        new("auth-case-sensitive", "X-API-KEY not recognised", "hand-written header maps", ["auth.header-name-case"]),
        new("key-in-query", "key accepted from the query string", "debugging leftovers", ["auth.key-in-query*"]),
        new("key-echoed", "401 echoes the key, or its hash", "BerriAI/litellm#39757", ["security.key-not-echoed*"]),
        new("version-defaulted", "missing version filled in", "Portkey-AI/gateway", ["version.missing"]),
        new("version-any", "unknown version accepted", "mocks", ["version.unknown"]),
        new("version-dropped", "version not forwarded: 400 on valid requests", "copilotkit/aimock#58", ["version.accepted", "version.documented*", "version.*accepted*"]),
        new("version-doubled", "2023-06-01, 2023-06-01 sent upstream", "decolua/9router#2357", ["version.duplicated", "version.accepted", "version.documented*"]),
        new("beta-dropped", "anthropic-beta not forwarded, unknown value accepted", "BerriAI/litellm#9016", ["version.unknown-beta"]),
        new("version-pinned", "rewrites 2026-10-21 to 2023-06-01: temperature accepted", "envoyproxy/ai-gateway#1369, Synthorai's gateway", ["version.forwarded"]),
        new("version-new-refused", "refuses 2026-10-21", "allowlists", ["version.accepted", "version.documented*", "version.*accepted*"]),
        new("version-appended", "sends its own version beside the caller's", "api7/aisix#1108", ["version.duplicated", "version.forwarded"]),
        new("sampling-injected", "adds temperature: 400 under 2026-10-21", "gateways with per-model defaults, MinusPod 2.101.10", ["version.forwarded"]),
        new("bearer-refused", "only x-api-key accepted", "aws-samples/sample-kolya-br-proxy#35", ["auth.bearer-accepted"]),
        new("bearer-any", "any bearer accepted, or taken for the gateway's own", "BerriAI/litellm#29609", ["auth.invalid-bearer"]),
        new("text-plain-accepted", "wrong or missing content type processed", "OmniRoute#6414", ["content.missing-type", "content.wrong-type"]),
        new("charset-refused", "application/json; charset=utf-8 refused", "string comparison", ["content.charset-accepted"]),
        new("error-text-html", "error body is HTML", "nginx defaults", ["content.error-json"]),
        new("error-text-plain", "error body is plain text", "ggml-org/llama.cpp", ["content.error-json"]),
        new("json-as-text", "right JSON labelled text/plain", "mocks", ["content.response-json"]),
        new("gzip-lie", "content-encoding: gzip on a plain body", "better-ccflare#243", ["content.encoding-truthful"]),
        new("gzip-silent", "gzip bytes without the header", "gadievron/raptor#547", ["content.encoding-truthful", "content.body-parses"]),
        new("gzip-unasked", "gzip though the client did not accept it", "caches", ["content.encoding-not-unasked"]),
        new("bom-json", "byte order mark before the JSON", ".NET and Windows servers", ["content.body-parses"]),
        new("limit-1-mib", "413 above 1 MiB (client_max_body_size)", "claude-code-hub#72", ["size.ladder", "size.at-limit"]),
        new("limit-2-mb", "413 above 2 MiB as plain text (axum)", "claudex#6", ["size.ladder", "size.at-limit"]),
        new("limit-100-kb", "413 above 100 kB (body-parser)", "Express", ["size.ladder", "size.at-limit"]),
        new("limit-30-000-000", "Kestrel's default, just below 32 MB", "ASP.NET Core", ["size.ladder", "size.at-limit"]),
        new("limit-global-32-mb", "32 MB also on Batch and Files", "one limit for all routes", ["size.own-limit", "size.at-limit"]),
        new("limit-absent", "over-limit bodies accepted", "HAProxy, Envoy defaults", ["size.over-limit"]),
        new("limit-content-length-only", "chunked bodies not counted", "HAProxy rule", ["size.over-limit"]),
        new("limit-counts-framing", "chunk framing counted", "Kestrel", ["size.at-limit"]),
        new("too-large-400", "400 instead of 413", "TykTechnologies", ["size.over-limit"]),
        new("too-large-500", "500 instead of 413", "archestra#4802", ["size.over-limit"]),
        new("too-large-502", "502 instead of 413", "Caddy, YARP", ["size.over-limit"]),
        new("too-large-reset", "connection reset, no answer", "commandcode-proxy#7", ["size.answer-delivered", "size.over-limit"]),
        new("too-large-html", "413 as HTML", "nginx", ["size.error-json"]),
        new("too-large-empty", "413 without a body", "Kestrel, Caddy", ["size.error-json", "size.full-envelope"]),
        new("too-large-wrong-type", "413 with another error type", "opencodex#3879, ollama", ["size.error-type"]),
        new("too-large-hangs", "reads the whole body before refusing, or never answers", "buffering gateways", ["size.answer-delivered", "size.declared-only"]),
        new("keep-alive-poisoned", "the request after a refused upload fails", "fastify-http-proxy#474", ["size.next-request*"]),
        new("expect-ignored", "Expect: 100-continue stalls or 417", "old proxies", ["size.ladder", "size.at-limit", "size.over-limit"]),
        new("sse-as-json", "stream labelled application/json", "vllm-ascend#6985", ["stream.content-type"]),
        new("sse-no-event-line", "data: without event:", "pi#1983", ["stream.event-order", "stream.event*"]),
        new("sse-unrequested", "event stream though stream is absent", "sub2api#867", ["stream.only-when-asked"]),
        new("sse-buffered", "whole stream delivered at the end", "buffering proxies", ["stream.not-buffered"]),
        new("sse-error-as-200", "200 event stream for an invalid request", "headroom#3083", ["stream.invalid-request*"]),
        new("sse-truncated", "no message_stop", "proxy timeouts", ["stream.event-order"]),
        new("count-tokens-404", "count_tokens missing", "envoyproxy/ai-gateway#1360", ["auth.valid-key", "error.unknown-resource"]),
        new("v1-doubled", "/v1/v1/messages answered, /v1/messages not", "CLIProxyAPI#3778", ["auth.valid-key", "error.unknown-resource"]),
        new("redirect-slash", "307 to another URL, even to http", "letta-ai/letta#3189", ["security.no-redirect"]),
        new("retry-after-dropped", "429 without retry-after where upstream had it", "BerriAI/litellm#21553", ["headers.rate-limit*"]),
    ];

    /// <summary>Those that break a rule in particular; where none is known, those that concern its family.</summary>
    public static IReadOnlyList<KnownDeviation> Breaking(string ruleId)
    {
        List<KnownDeviation> exact = [.. All.Where(deviation => deviation.Rules.Any(glob => FileSystemName.MatchesSimpleExpression(glob, ruleId, ignoreCase: false)))];
        var family = ruleId.Split('.')[0] + ".";
        return exact.Count > 0 ? exact : [.. All.Where(deviation => deviation.Rules.Any(glob => glob.StartsWith(family, StringComparison.Ordinal)))];
    }
}
