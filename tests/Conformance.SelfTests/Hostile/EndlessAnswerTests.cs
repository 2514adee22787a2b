using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Hostile;

/// <summary>An answer without end is given up where its bound is passed.</summary>
public sealed class EndlessAnswerTests
{
    private static readonly string Much = new('a', 64 * 1024);

    [TestCase("HTTP/1.1 200 OK\r\nx-a: ", "aaaaaaaaaaaaaaaa")]
    [TestCase("HTTP/1.1 200 OK\r\n", "x-a: b\r\n")]
    [TestCase("HTTP/1.1 200 ", "aaaaaaaaaaaaaaaa")]
    [TestCase("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n", "x-a: b\r\n")]
    public async Task Of_a_head_or_trailers(string beginning, string rest)
    {
        var exchange = await HostileExchange.With(async connection =>
        {
            await connection.Write(beginning);
            await connection.WriteEndlessly(rest);
        });

        exchange.Outcome.Should().Be(Outcome.Excessive, exchange.Detail);
        exchange.Passed.Should().Be(Bound.HeadBytes);
        exchange.Detail.Should().MatchRegex("^the (head is|header or trailer fields are) too long: 64 KiB read$");
    }

    [Test]
    public async Task Of_header_fields()
    {
        var fields = string.Concat(Enumerable.Repeat("a: b\r\n", Bounds.HeadFields + 1));
        var exchange = await HostileExchange.With(connection => connection.Write($"HTTP/1.1 200 OK\r\n{fields}content-length: 0\r\n\r\n"));

        exchange.Outcome.Should().Be(Outcome.Excessive);
        exchange.Passed.Should().Be(Bound.HeadFields);
        exchange.Detail.Should().Be("too many header fields: more than 1,000 came");
        exchange.Response!.Headers.Should().HaveCount(Bounds.HeadFields);
    }

    [TestCase("HTTP/1.1 100 Continue\r\n\r\n")]
    [TestCase("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")]
    public async Task Of_interim_answers(string interim)
    {
        var exchange = await HostileExchange.With(connection => connection.WriteEndlessly(interim));

        exchange.Outcome.Should().Be(Outcome.Excessive);
        exchange.Passed.Should().Be(Bound.InterimAnswers);
        exchange.Detail.Should().Be("too many interim answers: more than 100 came");
    }

    [Test]
    public async Task Of_interim_answers_while_a_body_is_sent_that_nobody_takes()
    {
        var exchange = await HostileExchange.With(
            connection => connection.WriteEndlessly("HTTP/1.1 102 Processing\r\n\r\n"),
            Support.LargeRequest.Of(Support.LargeRequest.OverLimit, BodyFraming.ContentLength) with { Retries = RetryOn.Nothing },
            options => options);

        exchange.Outcome.Should().Be(Outcome.Excessive, exchange.Detail);
        exchange.Passed.Should().Be(Bound.InterimAnswers);
    }

    [TestCase("HTTP/1.1 200 OK\r\n\r\n", "{0}")]
    [TestCase("HTTP/1.1 200 OK\r\ncontent-length: 9000000000\r\n\r\n", "{0}")]
    [TestCase("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "10000\r\n{0}\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1;aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\na\r\n")]
    public async Task Of_a_body(string head, string piece)
    {
        piece = string.Format(System.Globalization.CultureInfo.InvariantCulture, piece, Much);
        var exchange = await HostileExchange.With(
            async connection =>
            {
                await connection.Write(head);
                await connection.WriteEndlessly(piece.Length < 1024 ? string.Concat(Enumerable.Repeat(piece, 1024)) : piece);
            },
            HostileExchange.Get,
            options => options with { LongestAnswer = 4 * 1024 * 1024 });

        exchange.Outcome.Should().Be(Outcome.Excessive, exchange.Detail);
        exchange.Passed.Should().Be(Bound.AnswerBytes);
        exchange.Detail.Should().Be("answer too long: 4 MiB read");
        exchange.Response!.Status.Should().Be(200);
        exchange.Response.Body.Length.Should().BeLessThanOrEqualTo(HostileExchange.Get.KeepBytes);
    }

    [Test]
    public async Task Of_the_line_that_begins_a_chunk()
    {
        var exchange = await HostileExchange.With(async connection =>
        {
            await connection.Write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;");
            await connection.WriteEndlessly(Much);
        });

        exchange.Outcome.Should().Be(Outcome.Excessive, exchange.Detail);
        exchange.Passed.Should().Be(Bound.ChunkLine);
        exchange.Detail.Should().Be("the line that begins a chunk is too long");
    }

    [Test]
    public void By_default_after_64_MiB() => new WireOptions(new Uri("http://127.0.0.1")).LongestAnswer.Should().Be(64 * 1024 * 1024);
}
