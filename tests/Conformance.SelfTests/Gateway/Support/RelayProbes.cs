using System.Text.Json.Nodes;
using Conformance.Reference;

namespace Conformance.SelfTests.Gateway.Support;

/// <summary>For each rule of the family <c>relay</c>, what is seen of the thing that it is about, as one text.</summary>
internal static class RelayProbes
{
    private const string Error =
        """{"type":"error","error":{"type":"x","message":"longer than twenty characters","details":{"a":1}},"request_id":"r"}""";

    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(1_500);

    public static IReadOnlyDictionary<string, Func<Probing, Task<string>>> All { get; } =
        new Dictionary<string, Func<Probing, Task<string>>>
        {
            ["relay.key-not-shown"] = async probing =>
            {
                var (answer, _) = await probing.Answer(Script.Answer(200).Json("{}"));
                var (own, _) = await probing.Answer(Script.Reset());
                var (error, _) = await probing.Answer(Script.Answer(400).Json(Error));
                var (stream, _) = await probing.Answer(Script.Stream().Ping());
                return $"{Shows(answer)} {Shows(own)} {Shows(error)} {Shows(stream)}";
            },
            ["relay.key-redacted"] = async probing =>
                (await probing.Answer(Script.Answer(401).Json($$"""{"error":"{{Probing.UpstreamKey}}"}"""))).Answer.Text,
            ["relay.request-id"] = probing => Headers(
                probing,
                "request-id",
                Script.Answer(200).With("request-id", "1").Json("{}"),
                Script.Answer(429).With("request-id", "2").Json(Error),
                Script.Stream().With("request-id", "3").Ping(),
                Script.Answer(529).With("request-id", "4").Json(Error)),
            ["relay.organization-id"] = probing =>
                Headers(probing, "anthropic-organization-id", Script.Answer(200).With("anthropic-organization-id", "o").Json("{}")),
            ["relay.retry-after"] = probing =>
                Headers(probing, "retry-after", Script.Answer(429).With("retry-after", "7").Json(Error), Script.Answer(429).Json(Error),
                    Script.Answer(529).With("retry-after", "8").Json(Error)),
            ["relay.ratelimit"] = probing => Headers(
                probing,
                "anthropic-ratelimit-requests-limit",
                Script.Answer(200).With("anthropic-ratelimit-requests-limit", "9").Json("{}")),
            ["relay.hop-by-hop"] = probing =>
                Headers(probing, "x-hop", Script.Answer(200).With("connection", "x-hop").With("x-hop", "1").Json("{}")),
            ["relay.error-4xx"] = probing => Statuses(probing, 400, 402, 409, 413, 429),
            ["relay.error-auth"] = probing => Statuses(probing, 401, 403, 404),
            ["relay.error-5xx"] = probing => Statuses(probing, 500, 504, 529),
            ["relay.own-failure"] = async probing =>
            {
                var (answer, _) = await probing.Answer(Script.Reset());
                var type = answer.Text.StartsWith('{') ? JsonNode.Parse(answer.Text)!["error"]!["type"] : "no JSON";
                return $"{answer.Status} {answer.Header("content-type")} {type}";
            },
            ["relay.body"] = async probing =>
                (await probing.Answer(Script.Answer(200).Json("""{"id":"m","x_new":{"n":9007199254740993},"content":[]}"""))).Answer.Text,
            ["relay.incremental"] = async probing => await Incremental(probing) + ", "
                + await Incremental(probing, "accept-encoding: gzip\r\n") + ", " + await Incremental(probing, first: new string('a', 4096)),
            ["relay.cost"] = probing => Incremental(probing),
            ["relay.ping"] = probing => Stream(probing, stream => stream.Ping().Event("message_start", "1")),
            ["relay.unknown-event"] = probing =>
                Stream(probing, stream => stream.Event("conformance_new", "1").Event("message_start", "2"), "conformance_new"),
            ["relay.event-sequence"] = async probing => (await probing.Answer(Script.Stream()
                .Event("message_start", """{"model":"claude-conformance"}""")
                .Event("content_block_delta", "2\n2").Event("content_block_delta", "3")
                .Bytes("event: message_stop\r\ndata: \u00e9").Bytes("\r\n\r\n"))).Answer.Text,
            ["relay.error-event"] = probing =>
                Stream(
                    probing, stream => stream.Event("message_start", "1").Event("error", """{"type":"error","message":"m"}"""), "error"),
            ["relay.comments"] = probing => Stream(probing, stream => stream.Comment("c").Bytes("id: 1\nretry: 5\ndata: a\n\n")),
            ["relay.cut"] = async probing =>
                (await probing.Answer(Script.Stream().Event("message_start", "1").Cut())).Answer.IsWhole ? "whole" : "cut",
            ["relay.encoding"] = async probing => string.Join(' ', await Task.WhenAll(
                Coded(probing, Script.Answer(200).Encoded("gzip").Json("{}")),
                Coded(probing, Script.Answer(404).Encoded("br").Json("{}")),
                Coded(probing, Script.Stream().Encoded("gzip").Ping()))),
            ["relay.length"] = async probing =>
            {
                var (plain, _) = await probing.Answer(Script.Answer(200).Json("{ }"));
                var (coded, _) = await probing.Answer(Script.Answer(200).Encoded("gzip").Json("{ }" + new string(' ', 500)));
                var isPlain = plain.IsWhole && plain.Text.EndsWith('}') && IsOfItsLength(plain, 0);
                return $"{isPlain} {coded.IsWhole && IsOfItsLength(coded, 503)}";
            },
            ["relay.cors"] = probing => Headers(
                probing, "access-control-allow-origin", Script.Answer(400).With("access-control-allow-origin", "*").Json(Error)),
        };

    /// <summary>What takes its time.</summary>
    public static IReadOnlyDictionary<string, Func<Probing, Task<string>>> Slow { get; } =
        new Dictionary<string, Func<Probing, Task<string>>>
        {
            ["relay.quiet"] = probing => Status(
                probing, Enumerable.Range(0, 15).Aggregate(Script.Stream(), (stream, _) => stream.Ping().Pause(Long / 15))),
            ["relay.silent"] = probing => Status(probing, Script.Stream().Ping().Pause(Long).Ping()),
            ["relay.first-byte"] = probing => Status(probing, Script.Answer(200).After(Long).Json("{}")),
        };

    private static string Shows(RawAnswer answer) =>
        (answer.Head + answer.Text).Contains(Probing.UpstreamKey, StringComparison.Ordinal) ? "shown" : "not shown";

    private static async Task<string> Coded(Probing probing, ScriptedAnswer script)
    {
        var (answer, _) = await probing.Answer(script);
        return answer.Header("content-encoding") + Probing.Digest(answer.Body);
    }

    private static async Task<string> Headers(Probing probing, string name, params ScriptedAnswer[] scripts)
    {
        var seen = new List<string>();
        foreach (var script in scripts)
        {
            seen.Add((await probing.Answer(script)).Answer.Header(name) ?? "-");
        }

        return string.Join(',', seen);
    }

    private static async Task<string> Statuses(Probing probing, params int[] statuses)
    {
        var seen = new List<string>();
        foreach (var status in statuses)
        {
            var (answer, _) = await probing.Answer(Script.Answer(status).Json(Error));
            seen.Add($"{answer.Status}:{answer.Text == Error}");
        }

        var longer = Error.Replace("twenty", new string('y', 5_000), StringComparison.Ordinal);
        seen.Add($"long:{(await probing.Answer(Script.Answer(statuses[0]).Json(longer))).Answer.Text == longer}");
        return string.Join(' ', seen);
    }

    private static async Task<string> Status(Probing probing, ScriptedAnswer script)
    {
        var (answer, _) = await probing.Answer(script);
        return $"{answer.Status} {answer.IsWhole}";
    }

    /// <summary>What of a stream arrived, without the lines that name its events, but for one.</summary>
    private static async Task<string> Stream(Probing probing, Func<ScriptedAnswer, ScriptedAnswer> events, string named = "")
    {
        var (answer, _) = await probing.Answer(events(Script.Stream()));
        return string.Join('\n', answer.Text.Split('\n')
            .Where(line => line == $"event: {named}" || (line.Length > 0 && !line.StartsWith("event:", StringComparison.Ordinal))));
    }

    private static async Task<string> Incremental(Probing probing, string headers = "", string first = "1")
    {
        var gate = new Gate();
        var nonce = probing.Scripted(Script.Stream().Event("message_start", first).Until(gate).Event("message_stop", "2"));
        await using var client = await probing.Connect();
        await client.Send("POST", $"{probing.Prefix}/v1/messages?{nonce}", headers + Probing.Field(nonce), "{}");
        var head = await client.ReadHead();
        var reading = client.ReadChunk();
        await ((Task)reading.WaitAsync(probing.Patience)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var early = reading.IsCompleted;
        gate.Open();
        var chunk = await reading;
        var rest = new List<byte>();
        await client.ReadBody(head!, rest.AddRange);
        return early && chunk is { Length: > 0 } ? "before the second was sent" : "held";
    }

    // What was decoded on its way must be whole.
    private static bool IsOfItsLength(RawAnswer answer, int decoded) =>
        answer.Header("content-length") == answer.Body.Length.ToString()
        && (answer.Body[0] != '{' || answer.Body.Length == decoded || decoded == 0);
}
