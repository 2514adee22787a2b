using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conformance.Gateway;

/// <summary>What goes wrong with the bodies of requests.</summary>
internal static class RequestBodyDeviations
{
    private const long Large = 1024 * 1024;

    private static readonly HashSet<string> KnownMembers =
    [
        "model", "max_tokens", "messages", "system", "stream", "temperature", "top_k", "top_p", "stop_sequences", "metadata", "tools",
        "tool_choice", "thinking", "service_tier", "container", "context_management", "mcp_servers", "prompt", "max_tokens_to_sample",
        "requests", "name", "role", "content", "type", "text", "id", "input", "input_schema", "description", "source", "data",
        "media_type", "tool_use_id", "is_error", "signature", "custom_id", "params", "url", "file_id",
    ];

    public static IEnumerable<GatewayDeviation> All { get; } =
    [
        new("forward-body-members-dropped", "Members of the body that the gateway does not know are dropped.", "automazeio/vibeproxy#294")
        {
            Rules = ["forward.body-fields"],
            Bend = ConductBends.ForwardingJson(json => DropUnknown(json) ? json.ToJsonString(Relaxed) : null),
        },
        new("forward-body-cache-control-stripped", "cache_control is stripped wherever it stands.", "automazeio/vibeproxy#294")
        {
            Rules = ["forward.body-fields"],
            Bend = ConductBends.ForwardingJson(json => Strip(json, "cache_control") ? json.ToJsonString(Relaxed) : null),
        },
        new("forward-temperature-injected", "temperature is added to requests that have none.", "gateways with defaults per model")
        {
            Rules = ["forward.body-fields"],
            Bend = ConductBends.ForwardingJson(json =>
                json.ContainsKey("messages") && json.TryAdd("temperature", 1) ? json.ToJsonString(Relaxed) : null),
        },
        new("forward-content-as-list", "Contents that are strings become lists of one text.", "gateways with typed requests")
        {
            Rules = ["forward.body-fields"],
            Bend = ConductBends.ForwardingJson(json => AsLists(json) ? json.ToJsonString(Relaxed) : null),
        },
        new("forward-system-as-list", "A system prompt that is a string becomes a list of one text.", "gateways with typed requests")
        {
            Rules = ["forward.body-fields"],
            Bend = ConductBends.ForwardingJson(json => AsList(json, "system") ? json.ToJsonString(Relaxed) : null),
        },
        new("forward-strings-trimmed", "The blanks around texts are cut off.", "gateways that tidy prompts")
        {
            Rules = ["forward.body-fields"],
            Bend = ConductBends.ForwardingJson(json => Trim(json) ? json.ToJsonString(Relaxed) : null),
        },
        new("forward-keys-lowered", "The names of members become lower case.", "bindings that ignore case")
        {
            Rules = ["forward.body-fields"],
            Bend = ConductBends.ForwardingJson(json =>
                Lowered(json)!.ToJsonString(Relaxed) is var text && text != json.ToJsonString(Relaxed) ? text : null),
        },
        new("forward-tool-schema-cut", "Schemas of tools keep the keywords that the gateway knows.",
            "gateways that translate to other APIs")
        {
            Rules = ["forward.body-fields"],
            Bend = ConductBends.ForwardingJson(json => CutSchemas(json) ? json.ToJsonString(Relaxed) : null),
        },
        new("forward-system-prepended", "A block of the gateway's own is put before the system prompt.", "gateways with a preamble")
        {
            Rules = ["forward.system-order"],
            Bend = ConductBends.ForwardingJson(json =>
            {
                if (json["system"] is not JsonArray system)
                {
                    return null;
                }

                system.Insert(0, new JsonObject { ["type"] = "text", ["text"] = "You are helpful." });
                return json.ToJsonString(Relaxed);
            }),
        },
        new("forward-system-joined", "The blocks of the system prompt are joined to one text.", "gateways that translate to other APIs")
        {
            Rules = ["forward.system-order"],
            Bend = ConductBends.ForwardingJson(json =>
            {
                if (json["system"] is not JsonArray system)
                {
                    return null;
                }

                json["system"] = string.Join("\n", system.Select(block => block?["text"]?.GetValue<string>()));
                return json.ToJsonString(Relaxed);
            }),
        },
        new("forward-numbers-through-float64", "Integers go through a 64-bit float.", "routatic/proxy#173")
        {
            Rules = ["forward.body-values"],
            Bend = ConductBends.ForwardingJson(json => ThroughFloat(json) ? json.ToJsonString(Relaxed) : null),
        },
        new("forward-body-rewritten", "JSON bodies are parsed and written anew.", "Portkey-AI/gateway")
        {
            Rules = ["forward.body-bytes"],
            Bend = ConductBends.ForwardingJson(json => json.ToJsonString()),
        },
        new("forward-body-keys-sorted", "The members of JSON bodies are sorted by name.", "kubeai-project/kubeai#690")
        {
            Rules = ["forward.body-bytes"],
            Bend = ConductBends.ForwardingJson(json => Sorted(json)!.ToJsonString(Relaxed)),
        },
        new("forward-length-stale", "JSON bodies grow by one byte under the length that the client declared.", "rewriting proxies")
        {
            Rules = ["forward.body-framing"],
            Bend = ConductBends.Forwarding(request =>
            {
                if (request.IsJson)
                {
                    // Of a body that is longer than its declared length, the upstream gets that much.
                    request.Rewriting(bytes => bytes.Length == 0 ? bytes : [(byte)' ', .. bytes[..^1]]);
                }
            }),
        },
        new("forward-both-lengths", "A request with both content-length and transfer-encoding is forwarded with both.", "request smuggling")
        {
            Rules = ["forward.body-framing"],
            Bend = conduct => conduct with { ForwardsBothFields = true },
        },
        new("forward-length-over-coding",
            "Of content-length and transfer-encoding the length is believed: the framing of the chunks is forwarded as content.",
            "request smuggling")
        {
            Rules = ["forward.body-framing"],
            Bend = conduct => ConductBends.Forwarding(request =>
            {
                if (request.HasTwoLengths)
                {
                    request.Rewriting(InOneChunk);
                }
            })(conduct with { ForwardsBothFields = true }),
        },
        new("forward-body-held", "The whole body is read before anything goes upstream.", "nginx's proxy_request_buffering")
        {
            Rules = ["forward.body-streamed"],
            Bend = conduct => conduct with { HoldsBody = true },
        },
        new("forward-body-cut", "Bodies end after 1 MiB, without a word.", "fixed buffers")
        {
            Rules = ["forward.large-body"],
            Bend = ConductBends.Forwarding(request => request.CutAt = Large),
        },
    ];

    private static JsonSerializerOptions Relaxed { get; } = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static bool DropUnknown(JsonObject json)
    {
        var unknown = json.Select(member => member.Key).Where(name => !KnownMembers.Contains(name)).ToList();
        unknown.ForEach(name => json.Remove(name));
        return unknown.Count > 0;
    }

    private static bool Strip(JsonNode? node, string name)
    {
        var here = node is JsonObject json && json.Remove(name);
        return Children(node).ToList().Aggregate(here, (any, child) => Strip(child, name) || any);
    }

    private static bool AsLists(JsonObject json) =>
        json["messages"] is JsonArray messages
        && messages.OfType<JsonObject>().ToList().Aggregate(false, (any, message) => AsList(message, "content") || any);

    private static bool AsList(JsonObject json, string name)
    {
        if (json[name] is not JsonValue text || text.GetValueKind() != JsonValueKind.String)
        {
            return false;
        }

        json[name] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text.GetValue<string>() });
        return true;
    }

    private static bool Trim(JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
        {
            return Children(node).ToList().Aggregate(false, (any, child) => Trim(child) || any);
        }

        var text = value.GetValue<string>();
        if (text.Trim(' ', '\n').Length == text.Length)
        {
            return false;
        }

        value.ReplaceWith(text.Trim(' ', '\n'));
        return true;
    }

    private static JsonNode? Lowered(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.DistinctBy(member => member.Key.ToLowerInvariant())
            .Select(member => KeyValuePair.Create(member.Key.ToLowerInvariant(), Lowered(member.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Lowered)]),
        _ => node?.DeepClone(),
    };

    private static bool CutSchemas(JsonObject json)
    {
        string[] known = ["type", "properties", "required"];
        var unknown = (json["tools"] as JsonArray ?? []).Select(tool => tool?["input_schema"]).OfType<JsonObject>()
            .SelectMany(schema => schema.Select(member => (schema, member.Key)).Where(member => !known.Contains(member.Key))).ToList();
        unknown.ForEach(member => member.schema.Remove(member.Key));
        return unknown.Count > 0;
    }

    private static byte[] InOneChunk(byte[] content) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{content.Length:x}\r\n")), .. content,
        .. "\r\n0\r\n\r\n"u8,
    ];

    private static bool ThroughFloat(JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
        {
            return Children(node).ToList().Aggregate(false, (any, child) => ThroughFloat(child) || any);
        }

        var text = value.ToJsonString();
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            || (long)(double)integer == integer)
        {
            return false;
        }

        value.ReplaceWith((long)(double)integer);
        return true;
    }

    private static IEnumerable<JsonNode?> Children(JsonNode? node) => node switch
    {
        JsonObject json => json.Select(member => member.Value),
        JsonArray array => array,
        _ => [],
    };

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
