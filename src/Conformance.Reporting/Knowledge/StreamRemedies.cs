namespace Conformance.Reporting.Knowledge;

/// <summary>Remedies for event streams.</summary>
internal static class StreamRemedies
{
    public static readonly (string[] Rules, ProxyRemedy[] Remedies)[] All =
    [
        (["stream.*", "example.*"],
        [
            new("nginx", "Pass every event on as it comes, and wait long enough for the next.", """
                proxy_buffering off;
                proxy_cache off;
                gzip off;
                proxy_read_timeout 600s;
                """),
            new("HAProxy", "Remove the compression filter from these backends, and wait long enough for the next event.", """
                timeout server 600s
                timeout tunnel 600s
                """),
            new("Caddy", "Flush after every write, and leave streams out of encode.", """
                reverse_proxy upstream {
                    flush_interval -1
                }
                """),
            new("Envoy", "A route ends after 15 s by default. Switch that off, and remove the buffer and compressor filters.", """
                route:
                  timeout: 0s
                  idle_timeout: 600s
                """),
        ]),
    ];
}
