using System.IO.Compression;
using System.Text;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Wire;

/// <summary>An answer is kept as it came, and what is no answer is called by its name.</summary>
public sealed class AnswersOnTheWire
{
    private static readonly Request Get = new("GET", "/v1/models", []) { Retries = RetryOn.Nothing };

    [Test]
    public async Task Fields_keep_their_case_order_and_repetition()
    {
        var exchange = await Answered(
            "HTTP/1.1 200 Fine By Me\r\nRequest-ID: a\r\nx-B: 1\r\nx-b: 2\r\nX-Empty:\r\ncontent-length: 2\r\n\r\n{}");

        exchange.Response!.Reason.Should().Be("Fine By Me");
        exchange.Response.Headers.Should().Equal(
            new HeaderField("Request-ID", "a"), new HeaderField("x-B", "1"), new HeaderField("x-b", "2"), new HeaderField("X-Empty", ""),
            new HeaderField("content-length", "2"));
        exchange.Response.HeaderValues("X-B").Should().Equal("1", "2");
        Encoding.UTF8.GetString(exchange.Response.Body.Span).Should().Be("{}");
    }

    [Test]
    public async Task A_folded_field_line_is_one_value()
    {
        var exchange = await Answered("HTTP/1.1 200 OK\r\nx-long: one\r\n two\r\n\tthree: 3\r\ncontent-length: 2\r\n\r\n{}");

        exchange.Response!.HeaderValues("x-long").Should().Equal("one two three: 3");
    }

    [Test]
    public async Task A_redirect_is_an_answer_and_is_not_followed()
    {
        var exchange = await Answered("HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n");

        exchange.Response!.Status.Should().Be(307);
        exchange.Response.Header("location").Should().Be("/elsewhere");
    }

    [Test]
    public async Task A_compressed_body_is_kept_compressed()
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("{}"u8.ToArray());
        }

        var bytes = compressed.ToArray();
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            await connection.Write($"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {bytes.Length}\r\n\r\n");
            await connection.Write(bytes);
        });
        await using var client = new WireClient(new WireOptions(server.Url));

        var exchange = await client.SendAsync(Get);

        exchange.Response!.Body.ToArray().Should().Equal(bytes);
        exchange.Response.Header("content-encoding").Should().Be("gzip");
    }

    [Test]
    public async Task Interim_answers_are_noted_and_are_not_the_answer()
    {
        var exchange = await Answered(
            "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
            + "HTTP/1.1 404 Not Found\r\nrequest-id: a\r\ncontent-length: 0\r\n\r\n");

        exchange.Response!.Status.Should().Be(404);
        exchange.Response.Interim.Should().Equal(103, 102);
        exchange.Response.Headers.Select(field => field.Name).Should().Equal("request-id", "content-length");
    }

    [Test]
    public async Task An_answer_without_a_length_ends_with_its_connection()
    {
        var exchange = await Answered("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"a\":1}");

        Encoding.UTF8.GetString(exchange.Response!.Body.Span).Should().Be("""{"a":1}""");
        exchange.Response.BodyLength.Should().Be(7);
    }

    [TestCase("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [TestCase("HTTP/1.1 abc Nonsense\r\ncontent-length: 0\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n")]
    public async Task What_is_not_HTTP_is_malformed_and_never_an_answer(string bytes)
    {
        var exchange = await Exchange(bytes);

        exchange.Outcome.Should().Be(Outcome.Malformed, exchange.Detail);
        exchange.Detail.Should().StartWith("the answer is not HTTP");
    }

    [TestCase("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc")]
    [TestCase("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc")]
    public async Task An_answer_that_ends_too_soon_is_no_whole_answer(string bytes)
    {
        var exchange = await Exchange(bytes);

        exchange.Outcome.Should().Be(Outcome.Reset);
        exchange.Detail.Should().Be("the connection ended in the middle of the answer");
    }

    [TestCase("")]
    [TestCase("HTTP/1.1 20")]
    public async Task A_connection_that_ends_without_a_head_was_closed_without_an_answer(string bytes)
    {
        var exchange = await Exchange(bytes);

        exchange.Outcome.Should().Be(Outcome.Reset, exchange.Detail);
        exchange.Response.Should().BeNull();
        exchange.Detail.Should().Contain("without an answer");
    }

    [TestCase(BodyFraming.ContentLength)]
    [TestCase(BodyFraming.Chunked)]
    [TestCase(BodyFraming.ExpectContinue)]
    public async Task An_early_head_that_comes_byte_by_byte_is_seen_while_the_body_is_sent(BodyFraming framing)
    {
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            const string Answers =
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 Too Large\r\nrequest-id: a\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
            foreach (var one in Answers)
            {
                await connection.Write(one.ToString());
            }

            await connection.ReadToEnd();
        });
        await using var client = new WireClient(new WireOptions(server.Url));

        // More than any run of these tests sends before the last byte of the head is out.
        var exchange = await client.SendAsync(LargeRequest.Of(2_000_000_000, framing));

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        exchange.IsEarlyAnswer.Should().BeTrue();
        exchange.Response!.Status.Should().Be(413);
        exchange.Response.Interim.Should().Equal(100);
        Encoding.UTF8.GetString(exchange.Response.Body.Span).Should().Be("{}");
    }

    [Test]
    public async Task A_head_that_never_ends_times_out()
    {
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            await connection.Write("HTTP/1.1 200 OK\r\nx-a: ");
            await connection.ReadToEnd();
        });
        await using var client = new WireClient(new WireOptions(server.Url) { Timeout = TimeSpan.FromMilliseconds(200) });

        var exchange = await client.SendAsync(Get);

        exchange.Outcome.Should().Be(Outcome.Timeout, exchange.Detail);
        exchange.Response.Should().BeNull();
        exchange.Detail.Should().Contain("nothing moved for 0.2 s");
    }

    [Test]
    public async Task A_body_that_stops_in_the_middle_times_out()
    {
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            await connection.Write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc");
            await connection.ReadToEnd();
        });
        await using var client = new WireClient(new WireOptions(server.Url) { Timeout = TimeSpan.FromMilliseconds(200) });

        (await client.SendAsync(Get)).Outcome.Should().Be(Outcome.Timeout);
    }

    [Test]
    public async Task An_upload_that_nobody_takes_times_out()
    {
        await using var server = RawServer.Start(connection => Task.Delay(Timeout.InfiniteTimeSpan, connection.Stop));
        await using var client = new WireClient(new WireOptions(server.Url) { Timeout = TimeSpan.FromMilliseconds(200) });

        var exchange = await client.SendAsync(
            LargeRequest.Of(LargeRequest.OverLimit, BodyFraming.ContentLength) with { Retries = RetryOn.Nothing });

        exchange.Outcome.Should().Be(Outcome.Timeout, exchange.Detail);
        exchange.BytesSent.Should().BeInRange(1, LargeRequest.OverLimit - 1);
    }

    [Test]
    public async Task A_large_answer_is_counted_whole_and_kept_in_part()
    {
        var exchange = await Exchange($"HTTP/1.1 200 OK\r\ncontent-length: 300000\r\n\r\n{new string('a', 300_000)}");

        exchange.Response!.BodyLength.Should().Be(300_000);
        exchange.Response.Body.Length.Should().Be(Get.KeepBytes);
        exchange.Response.IsTruncated.Should().BeTrue();
    }

    private static async Task<Exchange> Answered(string answer)
    {
        var exchange = await Exchange(answer);
        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        return exchange;
    }

    /// <summary>One request to a server that sends these bytes and closes, and that must see no second request.</summary>
    private static async Task<Exchange> Exchange(string bytes)
    {
        var requests = 0;
        await using var server = RawServer.Start(async connection =>
        {
            requests += await connection.ReadHead() is null ? 0 : 1;
            await connection.Write(bytes);
        });
        await using var client = new WireClient(new WireOptions(server.Url));
        var exchange = await client.SendAsync(Get);
        requests.Should().Be(1);
        return exchange;
    }
}
