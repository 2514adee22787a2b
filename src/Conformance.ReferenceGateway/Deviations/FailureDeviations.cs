using System.Text;

namespace Conformance.Gateway;

/// <summary>What goes wrong when the upstream fails.</summary>
internal static class FailureDeviations
{
    public static IEnumerable<GatewayDeviation> All { get; } =
    [
        new("relay-own-failure-html", "The gateway's own failures are pages of HTML.", "openresty/openresty#190")
        {
            Rules = ["relay.own-failure"],
            Bend = conduct => conduct with
            {
                Fail = (status, message) => conduct.Fail(status, message) with
                {
                    MediaType = "text/html",
                    Body = Encoding.ASCII.GetBytes($"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>\n"),
                },
            },
        },
        new("relay-own-failure-200", "The gateway's own failures are answered 200.", "praxis-proxy/ai#940")
        {
            Rules = ["relay.own-failure"],
            Bend = conduct => conduct with
            {
                Fail = (status, message) => conduct.Fail(status, message) is var own && status >= 500 ? own with { Status = 200 } : own,
            },
        },
        new("relay-cut-closed-cleanly", "An answer that was cut ends as if it were whole.", "BerriAI/litellm#32159")
        {
            Rules = ["relay.cut"],
            Bend = conduct => conduct with { EndsCutCleanly = true },
        },
    ];
}
