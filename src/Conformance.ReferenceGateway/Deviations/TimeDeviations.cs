namespace Conformance.Gateway;

/// <summary>Timeouts that are too short: those of <see cref="ReferenceGatewayOptions.ShortTimeout"/>.</summary>
internal static class TimeDeviations
{
    public static IEnumerable<GatewayDeviation> All { get; } =
    [
        new("relay-timeout-whole", "An exchange is ended after a fixed time, though bytes flow.", "pydantic/logfire#1882")
        {
            Rules = ["relay.quiet"],
            Bend = conduct => conduct with { HurriesWhole = true },
        },
        new("relay-timeout-idle", "An answer is cut when nothing came for a short time.", "MAXeaglet/commandcode-proxy#19")
        {
            Rules = ["relay.silent"],
            Bend = conduct => conduct with { HurriesSilence = true },
        },
        new("relay-timeout-head", "A request is given up when the head of its answer is late.", "Wei-Shaw/claude-relay-service#79")
        {
            Rules = ["relay.first-byte"],
            Bend = conduct => conduct with { HurriesHead = true },
        },
    ];
}
