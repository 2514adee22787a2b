using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Gateway.Passing;

namespace Conformance.Gateway;

/// <summary>The ways in which deviations bend a conduct: each keeps what it did before.</summary>
internal static class ConductBends
{
    /// <summary>Changes every request.</summary>
    public static Func<Conduct, Conduct> Forwarding(Action<ForwardedRequest> change) => conduct => conduct with
    {
        Forward = request =>
        {
            conduct.Forward(request);
            change(request);
        },
    };

    /// <summary>Changes the whole body of every JSON request that is an object.</summary>
    public static Func<Conduct, Conduct> ForwardingJson(Func<JsonObject, string?> change) => Forwarding(request =>
    {
        if (request.IsJson)
        {
            request.Rewriting(bytes => Json(bytes) is { } json && change(json) is { } text ? Encoding.UTF8.GetBytes(text) : bytes);
        }
    });

    /// <summary>Changes every answer that a condition holds for.</summary>
    public static Func<Conduct, Conduct> Relaying(Func<RelayedAnswer, bool> when, Action<RelayedAnswer> change) => conduct => conduct with
    {
        Relay = answer =>
        {
            conduct.Relay(answer);
            if (when(answer))
            {
                change(answer);
            }
        },
    };

    /// <summary>Changes every answer.</summary>
    public static Func<Conduct, Conduct> Relaying(Action<RelayedAnswer> change) => Relaying(_ => true, change);

    /// <summary>Changes the blocks of every event stream, with a state of its own for each stream.</summary>
    public static Func<Conduct, Conduct> RelayingEvents(Func<Func<string, IEnumerable<string>>> rewrite) =>
        Relaying(answer => answer.IsPlainStream, answer => answer.Filters.Add(new EventFilter(rewrite())));

    /// <summary>Changes the blocks of every event stream.</summary>
    public static Func<Conduct, Conduct> RelayingEvents(Func<string, IEnumerable<string>> rewrite) => RelayingEvents(() => rewrite);

    /// <summary>The name of the event of a block; null for a comment.</summary>
    public static string? EventName(string block) => block.Split('\n')
        .Where(line => line.StartsWith("event:", StringComparison.Ordinal))
        .Select(line => line["event:".Length..].Trim())
        .FirstOrDefault();

    /// <summary>The JSON object that the bytes are; null where they are none.</summary>
    public static JsonObject? Json(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) as JsonObject;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
