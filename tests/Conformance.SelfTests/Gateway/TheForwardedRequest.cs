using System.Text;
using Conformance.Reference;
using Conformance.SelfTests.Gateway.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Gateway;

/// <summary>What a client sends arrives upstream as it was sent, once.</summary>
public sealed class TheForwardedRequest : ThroughTheGateway
{
    [Test]
    public async Task A_head_arrives_in_its_order_and_spelling_but_for_the_fields_of_the_connection()
    {
        var nonce = Both.Server.Scripted(Script.Answer(200));
        await Client.Write(
            $"POST /v1/%2e%2E/a%20b//c?x=%zz&n={nonce}&+ HTTP/1.1\r\nX-B: 1\r\nHost: gateway\r\nanthropic-BETA: a, b\r\n"
            + "Keep-Alive: 5\r\nConnection: keep-alive, x-hop\r\n"
            + "X-Hop: 1\r\nTE: trailers\r\nProxy-Authorization: x\r\nUpgrade: h2c\r\nx-b: 2\r\nanthropic-beta: c\r\n"
            + "Content-length: 2\r\nuser-agent: a/1 (b;  c)\r\n\r\n{}");

        await Client.ReadAnswer();

        Encoding.Latin1.GetString((await Both.Arrived(nonce)).RawHead.Span).Should().Be(
            $"POST /v1/%2e%2E/a%20b//c?x=%zz&n={nonce}&+ HTTP/1.1\r\nX-B: 1\r\n"
            + $"Host: {Both.Server.Url.Authority}\r\nanthropic-BETA: a, b\r\n"
            + "x-b: 2\r\n"
            + "anthropic-beta: c\r\nContent-length: 2\r\nuser-agent: a/1 (b;  c)\r\n\r\n");
    }

    [Test]
    public async Task A_declared_length_stays_declared_and_chunks_stay_chunks()
    {
        var declared = Both.Server.Scripted(Script.Answer(200));
        var chunked = Both.Server.Scripted(Script.Answer(200));
        var none = Both.Server.Scripted(Script.Answer(200));
        await Client.Write($"POST /?{declared} HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc");
        await Client.ReadAnswer();
        await Client.Write($"POST /?{chunked} HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n");
        await Client.ReadAnswer();
        await Client.Write($"DELETE /?{none} HTTP/1.1\r\nhost: a\r\n\r\n");
        await Client.ReadAnswer();

        Framing(await Both.Arrived(declared)).Should().Be(("3", null, "abc"));
        Framing(await Both.Arrived(chunked)).Should().Be((null, "chunked", "abc"));
        Framing(await Both.Arrived(none)).Should().Be((null, null, ""));
    }

    [Test]
    public async Task The_first_byte_of_a_body_goes_upstream_before_theClient_sent_its_last()
    {
        var nonce = Both.Server.Scripted(Script.Answer(200));
        await Client.Write($"POST /?{nonce} HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\na");

        var arrival = (await Both.Log.WaitForAsync(nonce, 1, BothSides.Limit)).Single();
        await arrival.Body.Begun.WaitAsync(BothSides.Limit);
        arrival.Body.IsWhole.Should().BeFalse();
        await Client.Write("bc");
        (await Client.ReadAnswer()).Status.Should().Be(200);
    }

    [Test]
    public async Task Both_lengths_at_once_are_refused_and_nothing_is_forwarded()
    {
        await Client.Write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n");

        var answer = await Client.ReadAnswer();

        answer.Status.Should().Be(400);
        answer.Text.Should().Contain("invalid_request_error");
        answer.Header("connection").Should().Be("close");
        Both.Log.Count.Should().Be(0);
    }

    [Test]
    public async Task A_100_is_relayed_before_the_body_is_sent()
    {
        var nonce = Both.Server.Scripted(Script.Answer(201));
        await Client.Write($"POST /?{nonce} HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n");

        (await Client.ReadHead()).Should().StartWith("HTTP/1.1 100 ");
        await Client.Write("abc");

        (await Client.ReadAnswer()).Status.Should().Be(201);
        (await Both.Arrived(nonce)).Values("expect").Should().Equal("100-continue");
    }

    [Test]
    public async Task A_final_answer_to_an_expectation_comes_without_a_100()
    {
        var nonce = Both.Server.Scripted(Script.Answer(413).BeforeBody().Json("{}"));
        await Client.Write($"POST /?{nonce} HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n");

        (await Client.ReadAnswer()).Should().BeEquivalentTo(new { Status = 413, Text = "{}", IsWhole = true });
    }

    [TestCase("content-length: 100000000\r\n", false)]
    [TestCase("transfer-encoding: chunked\r\n", true)]
    public async Task An_early_413_is_relayed_while_theClient_still_sends(string framing, bool chunked)
    {
        var nonce = Both.Server.Scripted(Script.Answer(413).With("request-id", "r").BeforeBody().Json("{}"));
        await Client.Write($"POST /?{nonce} HTTP/1.1\r\nhost: a\r\n{framing}\r\n" + (chunked ? "5\r\nabcde\r\n" : "abcde"));

        var answer = await Client.ReadAnswer();

        answer.Should().BeEquivalentTo(new { Status = 413, Text = "{}", IsWhole = true });
        answer.Header("request-id").Should().Be("r");
    }

    [Test]
    public async Task The_gateways_key_is_replaced_in_the_field_that_theClient_chose()
    {
        var keys = new Dictionary<string, string> { ["gw-key"] = "sk-ant-up" };
        await using var both = await BothSides.Start(change: options => options with { Keys = keys });
        await using var client = await RawClient.Connect(both.Gateway.BaseUrl);
        foreach (var (sent, arrived) in new[]
        {
            ("x-api-key: gw-key\r\n", "x-api-key: sk-ant-up\r\n"),
            ("Authorization: Bearer gw-key\r\n", "Authorization: Bearer sk-ant-up\r\n"),
            ("authorization: Bearer gw-key\r\nX-API-Key: gw-key\r\n", "authorization: Bearer sk-ant-up\r\nX-API-Key: sk-ant-up\r\n"),
            ("x-api-key: other\r\n", "x-api-key: other\r\n"),
        })
        {
            var nonce = both.Server.Scripted(Script.Answer(200));
            await client.Send("POST", $"/?{nonce}", sent, "{}");
            await client.ReadAnswer();

            var head = Encoding.Latin1.GetString((await both.Arrived(nonce)).RawHead.Span);
            head.Should().Contain("\r\n" + arrived).And.NotContain("gw-key");
        }
    }

    [Test]
    public async Task Over_HTTP_2_and_TLS_onBoth_legs_the_same_arrives()
    {
        await using var both = await BothSides.Start(upstreamTls: true);
        using var client = Http2Client.Create();
        foreach (var url in new[] { both.Gateway.BaseUrl, both.Gateway.TlsUrl! })
        {
            var nonce = both.Server.Scripted(Script.Answer(200).With("x-b", "1").Json("{}"));
            using var request = Http2Client.Request(HttpMethod.Post, new Uri(url, $"/a%2fb?{nonce}"), "{ \"a\" : 1 }");
            request.Headers.TryAddWithoutValidation("anthropic-beta", ["a", "b"]);
            request.Headers.TryAddWithoutValidation("cookie", "a=1; b=2");
            using var answer = await client.SendAsync(request);

            answer.Headers.GetValues("x-b").Should().Equal("1");
            var arrival = await both.Arrived(nonce);
            arrival.Should().BeEquivalentTo(new { Target = $"/a%2fb?{nonce}", IsTls = true, Protocol = "HTTP/1.1" });
            arrival.Values("anthropic-beta").SelectMany(value => value.Split(", ")).Should().Equal("a", "b");
            arrival.Values("cookie").Should().Equal("a=1; b=2");
            arrival.Values("content-length").Should().Equal("11");
            Encoding.UTF8.GetString(arrival.Body.Kept.Span).Should().Be("{ \"a\" : 1 }");
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task When_theClient_leaves_the_upstream_sees_it(bool streaming)
    {
        var gate = new Gate();
        var nonce = Both.Server.Scripted(streaming ? Script.Stream().Event("a", "1").Until(gate) : Script.Silence());
        await Client.Send("POST", $"/?{nonce}", "", "{}");
        var arrival = (await Both.Log.WaitForAsync(nonce, 1, BothSides.Limit)).Single();
        if (streaming)
        {
            await gate.Reached;
        }

        await Client.DisposeAsync();

        await arrival.Closed.WaitAsync(BothSides.Limit);
    }

    [Test]
    public async Task When_theClient_leaves_in_mid_body_the_upstream_sees_no_end_of_it()
    {
        var nonce = Both.Server.Scripted(Script.Answer(200));
        await Client.Write($"POST /?{nonce} HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n");
        var arrival = (await Both.Log.WaitForAsync(nonce, 1, BothSides.Limit)).Single();

        await Client.DisposeAsync();

        await arrival.Finished.WaitAsync(BothSides.Limit);
        arrival.Body.IsWhole.Should().BeFalse();
    }

    [Test]
    public async Task A_stream_of_HTTP_2_that_is_given_up_is_seen_upstream()
    {
        using var client = Http2Client.Create();
        using var leaving = new CancellationTokenSource();
        var nonce = Both.Server.Scripted(Script.Silence());
        using var request = Http2Client.Request(HttpMethod.Post, new Uri(Both.Gateway.BaseUrl, "/?" + nonce), "{}");
        var sending = client.SendAsync(request, leaving.Token);
        var arrival = (await Both.Log.WaitForAsync(nonce, 1, BothSides.Limit)).Single();

        await leaving.CancelAsync();

        await arrival.Closed.WaitAsync(BothSides.Limit);
        await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task Sixty_four_at_a_time_are_forwarded_once_each(string version)
    {
        using var client = Http2Client.Create();
        var nonces = Enumerable.Range(0, 256).Select(_ => Both.Server.Scripted(Script.Answer(200).Json("{}"))).ToList();
        await Parallel.ForEachAsync(nonces, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (nonce, stop) =>
        {
            using var request = Http2Client.Request(HttpMethod.Post, new Uri(Both.Gateway.BaseUrl, "/v1/messages"), $"\"{nonce}\"");
            request.Version = Version.Parse(version);
            using var answer = await client.SendAsync(request, stop);
            ((int)answer.StatusCode).Should().Be(200);
        });

        nonces.Should().OnlyContain(nonce => Both.Log.Of(nonce).Count == 1);
        Both.Log.Count.Should().Be(256);
    }

    [TestCase("1.1", false)]
    [TestCase("2.0", true)]
    [NonParallelizable]
    public async Task A_body_of_500_MB_passes_and_nobody_holds_it(string version, bool chunked)
    {
        const long Length = 500_000_000;
        var nonce = Both.Server.Scripted(Script.Answer(200));
        var body = new StreamedBody(Length, declares: !chunked);
        using var client = Http2Client.Create();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Both.Gateway.BaseUrl, "/v1/files?" + nonce))
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };

        using var answer = await client.SendAsync(request);

        ((int)answer.StatusCode).Should().Be(200);
        var arrival = await Both.Arrived(nonce);
        arrival.Body.Length.Should().Be(Length);
        arrival.Body.Sha256.Should().Be(body.Sha256);
        body.MostHeld.Should().BeLessThan(150_000_000, "bytes of managed memory while it passed");
    }

    private static (string? Length, string? Coding, string Body) Framing(UpstreamArrival arrival) => (
        arrival.Values("content-length").SingleOrDefault(),
        arrival.Values("transfer-encoding").SingleOrDefault(),
        Encoding.UTF8.GetString(arrival.Body.Kept.Span));
}
