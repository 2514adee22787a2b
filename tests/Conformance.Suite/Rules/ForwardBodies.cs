using System.Text;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Suite.BothSides;
using Conformance.Suite.Running;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>What becomes of what a request's body says on the way through a gateway.</summary>
public sealed class ForwardBodies : GatewayTests
{
    private const string Through = "Pass `anthropic-beta`, `anthropic-version`, and the request body through in both directions.";
    private const string ToolName = "conformance_tool";

    [Rule("forward.body-fields", Must, "2026-10",
        "Every member of a JSON body arrives upstream, unknown ones too, and no other; model may be mapped",
        DependsOn = ["forward.body-framing"])]
    [Clause(Documents.GatewayProtocol, "Forward as open lists",
        "Pass `anthropic-*` request headers and request body fields through unchanged rather than allowlisting the ones you see today.")]
    [EveryOperation(WithJsonBody = true)]
    public async Task Every_member_arrives(Operation operation)
    {
        var body = (JsonObject)JsonNode.Parse(Target.Json(operation))!;
        body["conformance_new"] =
            new JsonObject { ["null"] = null, ["list"] = new JsonArray(), ["object"] = new JsonObject(), ["number"] = 1.5 };
        body["conformance_null"] = null;
        body["Conformance_Upper"] = " between blanks ";
        if (body.ContainsKey("messages"))
        {
            body["messages"] = JsonNode.Parse(
                """
                [{"role":"user","content":"  Text, not a list, between blanks.\n"},{"role":"assistant","content":"Go on"},
                 {"role":"user","content":[
                   {"type":"text","text":"Hi","cache_control":{"type":"ephemeral","ttl":"1h"},"conformance_new":1}]},
                 {"role":"assistant","content":[
                   {"type":"thinking","thinking":"Well","signature":"EqQBCkYIBxgCKkA+/w=="},{"type":"text","text":"Yes?"}]},
                 {"role":"user","content":[{"type":"text","text":"Go on"}]}]
                """);
            body["system"] = " Text, not a list. ";
            body["tools"] = JsonNode.Parse(
                """
                [{"name":"conformance_tool","description":"","input_schema":{
                    "$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","required":["Name"],
                    "properties":{"Name":{"type":"string","minLength":1,"enum":["a","A"],"conformance_new":1},"any":{"anyOf":[{},true]}},
                    "additionalProperties":false,"$defs":{"conformance":{"const":null}}},
                  "cache_control":{"type":"ephemeral"},"conformance_new":[]}]
                """);
        }

        var both = await Send(operation, request => request.WithBody(body.ToJsonString()));
        var difference = JsonDifference.First(SentJson(both), ArrivedJson(both), "model");
        both.Should().Hold(difference is null, "the JSON of the client upstream", difference ?? "");
    }

    [Rule("forward.system-order", Must, "2026-10", "The system array arrives upstream exactly as the client sent it",
        DependsOn = ["forward.body-framing"])]
    [Clause(Documents.GatewayProtocol, "Attribution block", "Forward the `system` array exactly as received, keeping the block first.")]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task The_system_array_arrives(Operation operation)
    {
        var body = (JsonObject)JsonNode.Parse(Target.Json(operation))!;
        body["system"] = JsonNode.Parse(
            """[{"type":"text","text":"First"},{"type":"text","text":"Second"},{"type":"text","text":"Third"}]""");
        var both = await Send(operation, request => request.WithBody(body.ToJsonString()));
        var difference = JsonDifference.First(body["system"], ArrivedJson(both)["system"]);
        both.Should().Hold(difference is null, "the three blocks of the system array, in order", difference ?? "");
    }

    [Rule("forward.body-values", Must, "2026-10", "Large integers and all characters arrive upstream as they were sent",
        DependsOn = ["forward.body-framing", "forward.body-fields"])]
    [Clause(Documents.GatewayRollout, "Gateway requirements", Through)]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task Values_arrive(Operation operation)
    {
        var body = Target.Json(operation).Replace(
            "}]}",
            $$$"""},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_01Conformance","name":"{{{ToolName}}}","""
            + $$$""" "input":{"integer":{{{UpstreamTexts.Large}}},"text":"😀 \ud83d\ude00 e\u0301 {{{'\u2028'}}} \u2028 \u0000 é \/"}}]},"""
            + """{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_01Conformance","content":""}]}]}""",
            StringComparison.Ordinal);
        var both = await Send(operation, request => request.WithBody(body));
        var (sent, came) = (Input(SentJson(both)), Input(ArrivedJson(both)));
        if (came is null)
        {
            Skip.See("forward.body-fields", "the input of the tool is gone");
        }

        var difference = JsonDifference.First(sent, came);
        both.Should().Hold(difference is null, $"{UpstreamTexts.Large} and the characters of the text upstream", difference ?? "");
    }

    [Rule("forward.body-bytes", Should, "2026-10", "A JSON body arrives upstream byte for byte; model may be mapped",
        DependsOn = ["forward.body-framing", "forward.body-fields"])]
    [Clause(Documents.GatewayProtocol, "Terms", "**Forward unchanged**: pass it to the upstream byte-for-byte.")]
    [EveryOperation(WithJsonBody = true)]
    public async Task The_bytes_arrive(Operation operation)
    {
        // Spaces, an order, escapes and a number that nobody who writes it anew would choose.
        var json = Target.Json(operation);
        var rest = json[1..^1];
        var body = $$"""{ "z" : 1.0 ,{{"\r\n\t"}}"a":"\u003c\/\u00e9 <é>" {{(rest.Trim().Length > 0 ? "," : "")}} {{rest}} }""";
        var both = await Send(operation, request => request.WithBody(body));
        var arrived = ArrivedJson(both);
        var sent = SentJson(both);
        if (JsonDifference.First(sent, arrived, "model") is { } difference)
        {
            Skip.See("forward.body-fields", difference);
        }

        var text = SentText(both);
        if (sent["model"] is { } model && arrived["model"] is { } mapped)
        {
            text = text.Replace(model.ToJsonString(), mapped.ToJsonString(), StringComparison.Ordinal);
        }

        var (expected, came) = (Encoding.UTF8.GetBytes(text), both.Arrival.Body.Kept);
        var same = expected.AsSpan().CommonPrefixLength(came.Span);
        both.Should().Hold(
            came.Span.SequenceEqual(expected), $"the {expected.Length} bytes of the client upstream",
                $"{came.Length} bytes, other from byte {same + 1} on");
    }

    private static string SentText(TwoSides both) => Encoding.UTF8.GetString(both.Client.Request.Body!.Prefix.Span);

    private static JsonNode SentJson(TwoSides both) => JsonNode.Parse(SentText(both))!;

    private static JsonNode? Input(JsonNode json) => json["messages"] is JsonArray { Count: 3 } messages
        && messages[1]?["content"] is JsonArray { Count: 1 } content
        ? content[0]?["input"]
        : null;
}
