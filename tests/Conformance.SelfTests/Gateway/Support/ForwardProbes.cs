using System.Text;
using System.Text.Json.Nodes;
using Conformance.Reference;

namespace Conformance.SelfTests.Gateway.Support;

/// <summary>For each rule of the family <c>forward</c>, what is seen of the thing that it is about, as one text.</summary>
internal static class ForwardProbes
{
    private const int Large = 2 * 1024 * 1024;

    public static IReadOnlyDictionary<string, Func<Probing, Task<string>>> All { get; } =
        new Dictionary<string, Func<Probing, Task<string>>>
        {
            ["forward.version"] = async probing =>
                Values(await probing.Arrival("anthropic-version: 2023-06-01\r\n"), "anthropic-version")
                + Values(await probing.Arrival("anthropic-version: 2026-10-21\r\n"), "anthropic-version"),
            ["forward.beta"] = async probing =>
                Values(await probing.Arrival(
                    "anthropic-beta: files-api-2025-04-14, a-1\r\nanthropic-beta: invented-2030-01-01\r\n"), "anthropic-beta")
                + Values(await probing.Arrival(
                    Probing.Json + "anthropic-beta: files-api-2025-04-14\r\n", """{"stream":true}"""), "anthropic-beta"),
            ["forward.anthropic-open-list"] = async probing =>
                Values(await probing.Arrival("anthropic-x-other: 1\r\n"), "anthropic-x-other"),
            ["forward.hop-by-hop"] = async probing =>
                Names(
                    await probing.Arrival("connection: keep-alive, x-hop\r\nx-hop: 1\r\nkeep-alive: 5\r\n"),
                    "connection", "x-hop", "keep-alive"),
            ["forward.client-headers"] = async probing => string.Join(',', (await probing.Arrival(
                "user-agent: a/1\r\nx-stainless-os: b\r\nx-claude-code-session-id: c\r\n")).Headers
                .Select(line => line.Name).Where(name => !name.StartsWith("anthropic-", StringComparison.Ordinal))),
            ["forward.body-fields"] = async probing => Canonical(JsonNode.Parse(Probing.Text((await probing.Arrival(
                Probing.Json,
                """
            {"model":"m","x_new":null,"system":" a ","Upper":1,"tools":[{"input_schema":{"type":"object","x":1}}],
            "messages":[{"role":"user","content":" b "},
            {"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]}]}
            """)).Body.Kept.Span))),
            ["forward.system-order"] = async probing => Canonical(JsonNode.Parse(Probing.Text((await probing.Arrival(
                Probing.Json,
                """{"system":[{"type":"text","text":"1"},{"type":"text","text":"2"},{"type":"text","text":"3"}]}"""
                )).Body.Kept.Span))!["system"]),
            ["forward.body-values"] = async probing => JsonNode.Parse(Probing.Text((await probing.Arrival(
                Probing.Json,
                """{"input":{"n":9007199254740993,"text":"\ud83d\ude00 \u2028"}}"""
                )).Body.Kept.Span))!["input"]!.ToJsonString(),
            ["forward.body-bytes"] = async probing => Probing.Text((await probing.Arrival(
                Probing.Json, """{ "stream" : false ,"model":"\u0061/","max_tokens": 1.0 }""")).Body.Kept.Span),
            ["forward.path-query"] = async probing =>
                (await probing.Arrival("", path: "/v1/files/a%20b", query: "&beta=true&x=1%2F")).Target.Split('?') is [var path, var query]
                ? path + " " + query[(query.IndexOf('&', StringComparison.Ordinal) + 1)..]
                : "no query",
            ["forward.body-framing"] = Framing,
            ["forward.large-body"] = async probing => (await LargeBody(probing)).Arrived,
            ["forward.body-streamed"] = async probing => (await LargeBody(probing)).Early,
            ["forward.expect"] = Expect,
            ["forward.once"] = async probing => string.Join(',', await Task.WhenAll(
                new[]
                {
                    Script.Answer(500), Script.Answer(502), Script.Answer(504), Script.Answer(529), Script.Answer(429), Script.Reset(),
                }
                    .Select(script => Arrivals(probing, script)))),
            ["forward.once-after-answer"] = async probing =>
                await Arrivals(probing, Script.Stream().Event("a", "1").Cut())
                + "," + await Arrivals(probing, Script.Answer(200).With("content-length", "5").Head().Cut()),
            ["forward.once-when-told"] = probing => Arrivals(probing, Script.Answer(503).With("x-should-retry", "false")),
            ["forward.own-key-only"] = async probing =>
            {
                var arrival = await probing.Arrival($"authorization: Bearer {Probing.ClientKey}\r\nx-api-key: {Probing.ClientKey}\r\n");
                var head = Encoding.Latin1.GetString(arrival.RawHead.Span);
                return head.Contains(Probing.ClientKey, StringComparison.Ordinal) ? "the client's key" : "its own";
            },
            ["forward.disconnect"] = Disconnect,
        };

    private static string Values(UpstreamArrival arrival, string name) =>
        $"[{string.Join(" | ", arrival.Values(name).SelectMany(value => value.Split(", ")))}]";

    private static string Names(UpstreamArrival arrival, params string[] names) =>
        string.Join(',', names.Where(name => arrival.Values(name).Count > 0));

    private static async Task<string> Arrivals(Probing probing, ScriptedAnswer script) =>
        (await probing.Answer(script)).Arrivals.ToString();

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject json => "{" + string.Join(',', json
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => $"{member.Key}:{Canonical(member.Value)}")) + "}",
        JsonArray array => "[" + string.Join(',', array.Select(Canonical)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };

    private static async Task<string> Framing(Probing probing)
    {
        const string Body = """{"model":"a"}""";
        var declared = await probing.Arrival(Probing.Json, Body);
        var nonce = probing.Scripted(Script.Answer(200));
        await using var client = await probing.Connect();
        await client.Write($"POST {probing.Prefix}/v1/messages?{nonce} HTTP/1.1\r\nhost: a\r\n{Probing.Field(nonce)}"
            + "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
        var answer = await client.ReadAnswer();
        var both = probing.Both.Log.Of(nonce);
        return $"{Values(declared, "content-length")} {Probing.Text(declared.Body.Kept.Span) == Body} {answer.Status} "
            + string.Concat(both.Select(arrival => Names(arrival, "content-length", "transfer-encoding")));
    }

    private static async Task<(string Early, string Arrived)> LargeBody(Probing probing)
    {
        var body = Encoding.ASCII.GetBytes(new string('a', Large));
        var nonce = probing.Scripted(Script.Answer(200));
        await using var client = await probing.Connect();
        await client.Write($"POST {probing.Prefix}/v1/files?{nonce} HTTP/1.1\r\nhost: a\r\n{Probing.Field(nonce)}"
            + $"content-length: {Large}\r\n\r\n");
        await client.Write(body.AsMemory(0, Large / 2));
        var early = (await probing.Both.Log.WaitForAsync(nonce, 1, probing.Patience)).Count;
        await client.Write(body.AsMemory(Large / 2));
        await client.ReadAnswer();
        var arrival = (await probing.Both.Log.WaitForAsync(nonce, 1, BothSides.Limit)).Single();
        await arrival.Finished.WaitAsync(BothSides.Limit);
        return ($"{early} before the last byte", $"{arrival.Body.Length}");
    }

    private static async Task<string> Expect(Probing probing)
    {
        var nonce = probing.Scripted(Script.Answer(200));
        await using var client = await probing.Connect();
        await client.Write($"POST {probing.Prefix}/v1/messages?{nonce} HTTP/1.1\r\nhost: a\r\n{Probing.Field(nonce)}"
            + "expect: 100-continue\r\ncontent-length: 2\r\n\r\n");
        var reading = client.ReadHead();
        await ((Task)reading.WaitAsync(probing.Patience)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var first = reading.IsCompleted ? (await reading)![..12] : "nothing";
        await client.Write("{}");
        var second = reading.IsCompleted && first.EndsWith("100", StringComparison.Ordinal) ? await client.ReadHead() : await reading;
        return $"{first}, {second![..12]}";
    }

    private static async Task<string> Disconnect(Probing probing)
    {
        var gate = new Gate();
        var nonce = probing.Scripted(Script.Stream().Event("a", "1").Until(gate));
        await using var client = await probing.Connect();
        await client.Send("POST", $"{probing.Prefix}/v1/messages?{nonce}", Probing.Field(nonce), "{}");
        await gate.Reached;
        await client.DisposeAsync();
        var arrival = probing.Both.Log.Of(nonce).Single();
        await arrival.Closed.WaitAsync(probing.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        gate.Open();
        return arrival.ClosedAt is null ? "not seen" : "seen";
    }
}
