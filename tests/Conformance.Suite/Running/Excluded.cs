namespace Conformance.Suite.Running;

/// <summary>A promise that cannot be observed from outside, and why: so that its absence is no oversight.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Why">Why no rule holds a target to it.</param>
internal sealed record Excluded(string Promise, string Why)
{
    public static IReadOnlyList<Excluded> All { get; } =
    [
        new(
            "`request-id` is *globally* unique (API overview, 2025-05)",
            "Only the ids of one run are seen; `headers.request-id-unique` holds 200 of them against each other."),
        new(
            "`anthropic-organization-id` is the organisation *of the key* (API overview, 2025-05)",
            "Nobody outside knows whose key it is. The setting OrganizationId says it, and `headers.organization-id-expected` then "
                + "judges it."),
        new(
            "A missing, unknown or doubled version, and an unknown beta, on an operation whose probe is itself answered 400 "
                + "(`batches.create`, `files.upload`, `skills.create`, `invites.create` and other creations)",
            "Both refusals are a 400 `invalid_request_error`, and message texts are not promised, so one cannot be told from the "
                + "other. A creation that succeeds would not be harmless."),
        new(
            "A missing or wrong `content-type`, or an empty body, on updates of resources that do not exist",
            "The 404 of the resource is a 4xx as well; nothing says which is looked at first."),
        new(
            "429 `rate_limit_error`, 402 `billing_error`, 500 `api_error`, 504 `timeout_error`, 529 `overloaded_error` (Errors)",
            "Provoking them at the API itself would not be harmless: where one comes by itself, it is retried and then reported as not "
                + "judged. Behind a gateway the suite answers them itself: `relay.error-4xx`, `relay.error-5xx`."),
        new(
            "The exact byte between the decimal and the binary reading of a limit (API overview, 2025-08)",
            "Nobody knows which is meant. `size.exact-limit` finds and records it."),
        new(
            "Every member of the old shape in which Files and Skills answer with their old beta header (2026-10)",
            "No document specifies it. That it is another than the new one is judged: `version.no-beta-needed`."),
        new(
            "The OpenAI SDK compatibility (beta; navigation of the API overview, 2025-05)",
            "It is another API at the same host, `/v1/chat/completions`, whose requests, answers and errors are OpenAI's; nothing that "
                + "these documents state of the Claude API holds there."),
        new(
            "The Experimental APIs (navigation of the API overview, 2025-05)",
            "The prompt tools below `/v1/experimental` are a closed research preview: no snapshot describes them, the official clients "
                + "do not call them, and without an invitation they are not found."),
        new(
            "Metadata of an error beside `type`, `message` and `request_id`, such as `details.error_code`",
            "Additional members may come and go; the official client reads them where they are there."),
        new(
            "The upstream is down: nothing listens (RFC 9110, 15.6.3)",
            "The suite is the upstream, and stays. A connection that it resets and an answer that is no HTTP are judged: "
                + "`relay.own-failure`."),
        new(
            "A success of the creations, updates and deletions of the Admin API, Files, Skills and User Profiles",
            "It would change the organisation. Their refusals are judged."),
        new(
            "`content-type: application/json` on the `files.content` of a success",
            "Only files that a tool created can be downloaded; a key that has none has nothing to ask for."),
        new(
            "Chunked bodies and expectations on HTTP/2",
            "HTTP/2 frames bodies itself (RFC 9113, section 8.1); both are a matter of HTTP/1.1."),
    ];
}
