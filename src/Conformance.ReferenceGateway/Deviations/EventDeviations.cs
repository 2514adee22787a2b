using Conformance.Gateway.Passing;

namespace Conformance.Gateway;

/// <summary>What goes wrong with event streams.</summary>
internal static class EventDeviations
{
    private static readonly HashSet<string> Known =
    [
        "message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop", "ping",
        "error",
    ];

    public static IEnumerable<GatewayDeviation> All { get; } =
    [
        Holding("relay-stream-held", "Event streams are relayed when they are whole.", "nginx's proxy_buffering", int.MaxValue),
        Holding("relay-stream-held-8-kib", "Event streams are relayed in pieces of 8 KiB.", "databricks/unity-gateway#361", 8 * 1024),
        new("relay-stream-held-when-gzipped", "To a client that accepts gzip, event streams are relayed when they are whole.",
            "compression without a flush")
        {
            Rules = ["relay.incremental"],
            Bend = ConductBends.Relaying(
                answer => answer.IsStream && answer.Request?.Headers.First("accept-encoding")?.Contains(
                    "gzip", StringComparison.Ordinal) == true,
                answer => answer.Filters.Add(new HoldFilter(int.MaxValue))),
        },
        new("relay-stream-held-after-2-kib", "The first 2 KiB of an event stream are relayed at once, the rest when it is whole.",
            "gateways that look at the beginning alone")
        {
            Rules = ["relay.incremental"],
            Bend = ConductBends.Relaying(
                answer => answer.IsStream, answer => answer.Filters.Add(new HoldFilter(int.MaxValue) { From = 2 * 1024 })),
        },
        new("relay-event-model-renamed", "The model in events is named otherwise.", "gateways that map models")
        {
            Rules = ["relay.event-sequence"],
            Bend = ConductBends.RelayingEvents(block =>
                [block.Replace("\"model\":\"claude-conformance\"", "\"model\":\"claude\"", StringComparison.Ordinal)]),
        },
        new("relay-event-torn", "An empty line stands between the name of an event and its data.", "line-wise event senders")
        {
            Rules = ["relay.event-sequence"],
            Bend = ConductBends.RelayingEvents(block => [string.Concat(Lines(block).Select(line =>
                line.StartsWith("event:", StringComparison.Ordinal) ? line + "\n" : line))]),
        },
        new("relay-error-event-unnamed", "error events lose their names.", "gateways that know the events of a message alone")
        {
            Rules = ["relay.error-event"],
            Bend = Unnaming(name => name == "error"),
        },
        new("relay-error-event-reworded", "The message of error events is the gateway's own.", "BerriAI/litellm#39037")
        {
            Rules = ["relay.error-event"],
            Bend = ConductBends.RelayingEvents(block => [ConductBends.EventName(block) == "error"
                ? block.Replace("\"message\":\"", "\"message\":\"Upstream: ", StringComparison.Ordinal) : block]),
        },
        new("relay-unknown-events-unnamed", "Events of types that the gateway does not know lose their names.",
            "gateways with typed events")
        {
            Rules = ["relay.unknown-event"],
            Bend = Unnaming(name => !Known.Contains(name)),
        },
        new("relay-pings-dropped", "ping events are dropped.", "bitrouter/bitrouter#422")
        {
            Rules = ["relay.ping"],
            Bend = Dropping("ping"),
        },
        new("relay-unknown-events-dropped", "Events of types that the gateway does not know are dropped.", "gateways with typed events")
        {
            Rules = ["relay.unknown-event"],
            Bend = ConductBends.RelayingEvents(block =>
                ConductBends.EventName(block) is not { } name || Known.Contains(name) ? [block] : []),
        },
        new("relay-events-swapped", "The first two content_block_delta events change places.", "concurrent event senders")
        {
            Rules = ["relay.event-sequence"],
            Bend = ConductBends.RelayingEvents(Swapping),
        },
        new("relay-event-line-dropped", "The event: lines are dropped.", "generic event senders")
        {
            Rules = ["relay.event-sequence"],
            Bend = ConductBends.RelayingEvents(block => [WithoutName(block)]),
        },
        new("relay-error-event-dropped", "error events are dropped.", "BerriAI/litellm#39703")
        {
            Rules = ["relay.error-event"],
            Bend = Dropping("error"),
        },
        new("relay-error-event-as-stop", "message_stop takes the place of an error event.", "ENTERPILOT/GoModel#1017")
        {
            Rules = ["relay.error-event"],
            Bend = ConductBends.RelayingEvents(block =>
                [ConductBends.EventName(block) == "error" ? "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n" : block]),
        },
        new("relay-comments-dropped", "Comments, id: and retry: lines are dropped.", "event streams that are parsed and written anew")
        {
            Rules = ["relay.comments"],
            Bend = ConductBends.RelayingEvents(block =>
            {
                var lines = Lines(block).Where(line => !line.StartsWith(':') && !line.StartsWith("id:", StringComparison.Ordinal)
                    && !line.StartsWith("retry:", StringComparison.Ordinal)).ToList();
                return lines.Exists(line => line.Trim().Length > 0) ? [string.Concat(lines)] : [];
            }),
        },
    ];

    private static GatewayDeviation Holding(string name, string breaks, string seenIn, int bytes) => new(name, breaks, seenIn)
    {
        Rules = ["relay.incremental", "relay.cost"],
        Bend = ConductBends.Relaying(answer => answer.IsStream, answer => answer.Filters.Add(new HoldFilter(bytes))),
    };

    private static Func<Conduct, Conduct> Dropping(string name) =>
        ConductBends.RelayingEvents(block => ConductBends.EventName(block) == name ? [] : [block]);

    private static Func<Conduct, Conduct> Unnaming(Func<string, bool> which) => ConductBends.RelayingEvents(block =>
        [ConductBends.EventName(block) is { } name && which(name) ? WithoutName(block) : block]);

    private static string WithoutName(string block) =>
        string.Concat(Lines(block).Where(line => !line.StartsWith("event:", StringComparison.Ordinal)));

    private static Func<string, IEnumerable<string>> Swapping()
    {
        string? held = null;
        var done = false;
        return block =>
        {
            var isDelta = ConductBends.EventName(block) == "content_block_delta";
            if (done || (held is null && !isDelta))
            {
                return [block];
            }

            if (held is null)
            {
                held = block;
                return [];
            }

            done = true;
            return isDelta ? [block, held] : [held, block];
        };
    }

    private static IEnumerable<string> Lines(string block) => block.Split('\n').SkipLast(1).Select(line => line + "\n");
}
