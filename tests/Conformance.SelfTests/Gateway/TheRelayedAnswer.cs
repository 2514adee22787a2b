using System.Text;
using System.Text.Json.Nodes;
using Conformance.Gateway;
using Conformance.Reference;
using Conformance.SelfTests.Gateway.Support;
using Conformance.SelfTests.Support.Sockets;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Gateway;

/// <summary>What the upstream answers comes to the client as it was sent, when it was sent.</summary>
public sealed class TheRelayedAnswer : ThroughTheGateway
{
    [TestCase(200)]
    [TestCase(400)]
    [TestCase(401)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(529)]
    public async Task Status_end_to_end_fields_and_body_are_the_upstreams(int status)
    {
        const string Body = "{ \"type\":\"error\", \"n\" : 9007199254740993, \"é\": \"\\u2028\" }\n";
        await Send(Script.Answer(status).With("request-id", "req_1").With("Retry-After", "7").With("x-should-retry", "false")
            .With("set-cookie", "a=1").With("set-cookie", "b=2").With("date", "Sun, 06 Nov 1994 08:49:37 GMT")
            .With("connection", "x-hop").With("x-hop", "1").With("keep-alive", "5").With("proxy-authenticate", "x").Json(Body));

        var answer = await Client.ReadAnswer();

        answer.Should().BeEquivalentTo(new { Status = status, Text = Body, IsWhole = true });
        RawAnswer.Values(answer.Head, "set-cookie").Should().Equal("a=1", "b=2");
        answer.Head.Split("\r\n").Skip(1).Where(line => line.Length > 0).Select(line => line.ToLowerInvariant()).Should().BeEquivalentTo(
            "request-id: req_1", "retry-after: 7", "x-should-retry: false", "set-cookie: a=1", "set-cookie: b=2",
            "date: sun, 06 nov 1994 08:49:37 gmt", "content-type: application/json", $"content-length: {Encoding.UTF8.GetByteCount(Body)}");
    }

    [Test]
    public async Task Every_event_is_there_before_the_next_is_sent()
    {
        var gates = Enumerable.Range(0, 5).Select(_ => new Gate()).ToList();
        var script = gates.Select((gate, i) => (gate, i)).Aggregate(
            Script.Stream(), (stream, step) => stream.Event($"e{step.i}", "é").Until(step.gate));
        var nonce = await Send(script.Comment("end"));

        (await Client.ReadHead()).Should().ContainEquivalentOf("transfer-encoding: chunked", "the framing is kept")
            .And.Contain("text/event-stream");
        for (var i = 0; i < gates.Count; i++)
        {
            Encoding.UTF8.GetString((await Client.ReadChunk())!).Should().Be($"event: e{i}\ndata: é\n\n");
            gates[i].Open();
        }

        Encoding.UTF8.GetString((await Client.ReadChunk())!).Should().Be(": end\n\n");
        (await Client.ReadChunk()).Should().BeEmpty();
        (await Both.Arrived(nonce)).Answer.Pieces.Should().HaveCount(6);
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task A_content_coding_is_left_alone(string coding)
    {
        var nonce = await Send(Script.Answer(200).Encoded(coding).Json("""{"a":1}"""));

        var answer = await Client.ReadAnswer();

        answer.Header("content-encoding").Should().Be(coding);
        answer.Body.Should().Equal((await Both.Arrived(nonce)).Answer.Body.Kept.ToArray());
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_cut_is_relayed_as_one_after_all_that_came_before(bool stream)
    {
        for (var i = 0; i < 20; i++)
        {
            await using var client = await RawClient.Connect(i % 2 == 0 ? Both.Gateway.BaseUrl : Both.Gateway.TlsUrl!);
            await Send(
                stream ? Script.Stream().Event("a", "1").Cut() : Script.Answer(200).Json(new string('x', 50_000)).CutAfter(30_000), client);

            var answer = await client.ReadAnswer();

            answer.Should().BeEquivalentTo(new { Status = 200, IsWhole = false });
            answer.Body.Length.Should().Be(stream ? "event: a\ndata: 1\n\n".Length : 30_000);
        }
    }

    [Test]
    public async Task A_reset_in_mid_answer_is_no_end()
    {
        var gate = new Gate();
        await Send(Script.Stream().Event("a", "1").Until(gate).Reset());
        var head = await Client.ReadHead();
        await Client.ReadChunk();

        gate.Open();

        (await Client.ReadBody(head!, _ => { })).Should().BeFalse();
    }

    [Test]
    public async Task Over_HTTP_2_a_cut_is_a_reset_of_the_stream_and_events_come_as_they_are_sent()
    {
        using var client = Http2Client.Create();
        var gate = new Gate();
        var nonce = Both.Server.Scripted(Script.Stream().Event("a", "1").Until(gate).Cut());
        using var request = Http2Client.Request(HttpMethod.Post, new Uri(Both.Gateway.BaseUrl, "/?" + nonce), "{}");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte["event: a\ndata: 1\n\n".Length]);

        gate.Open();

        var read = async () => await stream.ReadAsync(new byte[1]);
        await read.Should().ThrowAsync<IOException>();
    }

    [TestCase("reset", 502, "api_error")]
    [TestCase("cut", 502, "api_error")]
    [TestCase("garbage", 502, "api_error")]
    [TestCase("length", 502, "api_error")]
    [TestCase("silence", 504, "timeout_error")]
    [TestCase("refused", 502, "api_error")]
    public async Task Its_own_failures_are_in_the_documented_envelope(string failure, int status, string type)
    {
        await using var both = await BothSides.Start(change: options => options with
        {
            HeadTimeout = TimeSpan.FromMilliseconds(200),
            Upstream = failure == "refused" ? new Uri("http://127.0.0.1:1") : options.Upstream,
        });
        await using var client = await RawClient.Connect(both.Gateway.BaseUrl);
        var nonce = both.Server.Scripted(failure switch
        {
            "reset" => Script.Reset(),
            "cut" => Script.Cut(),
            "garbage" => Script.Raw("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray()),
            "length" => Script.Raw("HTTP/1.1 200 OK\r\ncontent-length: abc\r\n\r\n"u8.ToArray()),
            _ => Script.Silence(),
        });
        await client.Send("POST", "/?" + nonce, "", "{}");

        var answer = await client.ReadAnswer();

        answer.Should().BeEquivalentTo(new { Status = status, IsWhole = true });
        answer.Header("content-type").Should().Be("application/json");
        var json = JsonNode.Parse(answer.Body)!;
        json["type"]!.GetValue<string>().Should().Be("error");
        json["error"]!["type"]!.GetValue<string>().Should().Be(type);
        json["error"]!["message"]!.GetValue<string>().Should().NotBeEmpty();
        json["request_id"]!.GetValue<string>().Should().Be(answer.Header("request-id")).And.StartWith("req_");
    }

    [Test]
    public async Task A_body_that_ends_with_its_connection_ends_in_order()
    {
        await using var upstream = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            await connection.Write("HTTP/1.1 200 OK\r\nx-a: 1\r\n\r\nabc");
        });
        await using var gateway = await ReferenceGateway.StartAsync(new ReferenceGatewayOptions(upstream.Url));
        await using var client = await RawClient.Connect(gateway.BaseUrl);
        await client.Send("GET", "/", "");

        (await client.ReadAnswer()).Should().BeEquivalentTo(new { Text = "abc", IsWhole = true });
    }

    [Test]
    public async Task An_answer_without_a_body_has_none()
    {
        await Send(Script.Answer(204));
        (await Client.ReadAnswer()).Should().BeEquivalentTo(new { Status = 204, Text = "" });
        var nonce = Both.Server.Scripted(Script.Answer(200).Json("{}"));
        await Client.Write($"HEAD /?{nonce} HTTP/1.1\r\nhost: a\r\n\r\n");
        (await Client.ReadHead()).Should().StartWith("HTTP/1.1 200 OK\r\n").And.ContainEquivalentOf("content-length: 2\r\n");
        await Send(Script.Answer(200).Json("{}"));
        (await Client.ReadAnswer()).Text.Should().Be("{}");
    }

    [TestCase(true, 1)]
    [TestCase(false, 10)]
    public async Task Connections_are_used_again_if_that_is_wanted(bool keeps, int connections)
    {
        await using var both = await BothSides.Start(upstreamTls: true, options => options with { KeepsConnections = keeps });
        await using var client = await RawClient.Connect(both.Gateway.BaseUrl);
        var nonces = Enumerable.Range(0, 10).Select(_ => both.Server.Scripted(Script.Answer(200).Json("{}"))).ToList();
        foreach (var nonce in nonces)
        {
            await client.Send("POST", "/?" + nonce, "", "{}");
            (await client.ReadAnswer()).Header("connection").Should().BeNull();
        }

        nonces.SelectMany(both.Log.Of).Select(arrival => arrival.ConnectionId).Distinct().Should().HaveCount(connections);
    }

    [Test]
    public async Task The_path_of_the_upstreams_url_stands_before_theClients()
    {
        await using var both = await BothSides.Start(change: options => options with { Upstream = new Uri(options.Upstream, "/prefix/") });
        await using var client = await RawClient.Connect(both.Gateway.BaseUrl);
        var nonce = both.Server.Scripted(Script.Answer(200));
        await client.Send("GET", "/v1/models?" + nonce, "");

        await client.ReadAnswer();

        (await both.Arrived(nonce)).Target.Should().Be("/prefix/v1/models?" + nonce);
    }

    [Test]
    public async Task The_reference_server_behind_it_answers_as_it_does_alone()
    {
        await Client.Send("GET", "/v1/models", $"x-api-key: {ReferenceKeys.Api}\r\nanthropic-version: 2023-06-01\r\n");
        var through = await Client.ReadAnswer();
        await using var direct = await RawClient.Connect(Both.Server.Url);
        await direct.Send("GET", "/v1/models", $"x-api-key: {ReferenceKeys.Api}\r\nanthropic-version: 2023-06-01\r\n");

        var alone = await direct.ReadAnswer();

        through.Body.Should().Equal(alone.Body);
        Names(through).Should().BeEquivalentTo(Names(alone));

        static IEnumerable<string> Names(RawAnswer answer) =>
            answer.Head.Split("\r\n").Select(line => line.Split(':')[0].ToLowerInvariant());
    }

    private async Task<Nonce> Send(ScriptedAnswer script, RawClient? client = null)
    {
        var nonce = Both.Server.Scripted(script);
        await (client ?? Client).Send("POST", "/?" + nonce, "", "{}");
        return nonce;
    }
}
