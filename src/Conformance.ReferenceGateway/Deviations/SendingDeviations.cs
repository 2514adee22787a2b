namespace Conformance.Gateway;

/// <summary>What goes wrong with when and how often a request is sent.</summary>
internal static class SendingDeviations
{
    public static IEnumerable<GatewayDeviation> All { get; } =
    [
        new("forward-expect-ignored", "No 100 is sent: the gateway waits for the body.", "proxies of HTTP/1.0")
        {
            Rules = ["forward.expect"],
            Bend = conduct => conduct with { IgnoresExpect = true },
        },
        Retrying(500, "tombii/better-ccflare#465"),
        Retrying(502, "pleaseai/shunt#126"),
        Retrying(504, "pleaseai/shunt#126"),
        Retrying(529, "BerriAI/litellm#34129"),
        Retrying(429, "headroomlabs-ai/headroom#1329"),
        new("forward-retry-reset", "A request that was reset before its answer is sent once more.", "seifghazi/claude-code-proxy#32")
        {
            Rules = ["forward.once"],
            Bend = conduct => conduct with { Retries = head => head is null || conduct.Retries?.Invoke(head) == true },
        },
        new("forward-replay-after-answer", "A request whose answer was cut is sent once more.", "pleaseai/shunt#126")
        {
            Rules = ["forward.once-after-answer"],
            Bend = conduct => conduct with { ReplaysAfterCut = true },
        },
        new("forward-retry-told-not", "A 503 is tried again although x-should-retry says false.", "retry layers that read the status alone")
        {
            Rules = ["forward.once-when-told"],
            Bend = conduct => conduct with
            {
                Retries = head =>
                    (head?.Status == 503 && head.Values("x-should-retry").Contains("false")) || conduct.Retries?.Invoke(head) == true,
            },
        },
        new("forward-drains-after-disconnect", "The answer is read to its end though the client is gone.", "BerriAI/litellm#30244")
        {
            Rules = ["forward.disconnect"],
            Bend = conduct => conduct with { DrainsAfterDisconnect = true },
        },
    ];

    private static GatewayDeviation Retrying(int status, string seenIn) =>
        new($"forward-retry-{status}", $"A request that was answered {status} is sent once more.", seenIn)
        {
            Rules = ["forward.once"],
            Bend = conduct => conduct with { Retries = head => head?.Status == status || conduct.Retries?.Invoke(head) == true },
        };
}
