using System.Text;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Hostile;

/// <summary>What is no HTTP, or contradicts itself, is called so and is nobody's answer.</summary>
public sealed class MalformedAnswerTests
{
    [TestCase("5353482d322e300d0a")]
    [TestCase("0000000000000000")]
    [TestCase("16030102000100")]
    [TestCase("323230206d61696c2e6578616d706c65")]
    public async Task Garbage_is_seen_at_once(string hexadecimal)
    {
        // The connection stays open: nothing but the bytes themselves tells.
        var exchange = await HostileExchange.With(async connection =>
        {
            await connection.Write(Convert.FromHexString(hexadecimal));
            await connection.ReadToEnd();
        });

        exchange.Outcome.Should().Be(Outcome.Malformed, exchange.Detail);
        exchange.Detail.Should().Be("the answer is not HTTP: it does not begin as an answer does");
    }

    [TestCase("zz\r\n")]
    [TestCase("-1\r\n")]
    [TestCase("1\r\naXX\r\n")]
    [TestCase("ffffffffffffffffff\r\n")]
    public async Task A_bad_chunk_is_malformed(string chunk)
    {
        var exchange = await HostileExchange.With(async connection =>
        {
            await connection.Write($"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunk}");
            await connection.ReadToEnd();
        });

        exchange.Outcome.Should().Be(Outcome.Malformed, exchange.Detail);
        exchange.Detail.Should().StartWith("the answer is not HTTP");
    }

    [Test]
    public async Task A_bad_trailer_is_malformed()
    {
        var exchange = await HostileExchange.With(async connection =>
        {
            await connection.Write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nno colon here\r\n\r\n");
            await connection.ReadToEnd();
        });

        exchange.Outcome.Should().Be(Outcome.Malformed, exchange.Detail);
    }

    [Test]
    public async Task A_length_beside_chunks_counts_for_nothing()
    {
        // RFC 9112, section 6.3: Transfer-Encoding overrides the Content-Length.
        var exchange = await HostileExchange.With(connection =>
            connection.Write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"));

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        Encoding.UTF8.GetString(exchange.Response!.Body.Span).Should().Be("{}");
    }

    [TestCase("content-length: abc", "its content-length is no number")]
    [TestCase("content-length: -1", "its content-length is no number")]
    [TestCase("content-length: 2\r\ncontent-length: 3", "it has two content-lengths that differ")]
    [TestCase("content-length: 2, 3", "it has two content-lengths that differ")]
    public async Task A_length_that_is_none_is_malformed(string field, string fault)
    {
        var exchange = await HostileExchange.With(async connection =>
        {
            await connection.Write($"HTTP/1.1 200 OK\r\n{field}\r\n\r\n{{}}");
            await connection.ReadToEnd();
        });

        exchange.Outcome.Should().Be(Outcome.Malformed);
        exchange.Detail.Should().Be($"the answer is not HTTP: {fault}");
    }

    [Test]
    public async Task Fewer_bytes_than_declared_and_then_the_end_is_a_connection_that_ended()
    {
        var exchange = await HostileExchange.With(connection => connection.Write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc"));

        exchange.Outcome.Should().Be(Outcome.Reset);
        exchange.Detail.Should().Be("the connection ended in the middle of the answer");
        Encoding.UTF8.GetString(exchange.Response!.Body.Span).Should().Be("abc");
    }

    [Test]
    public async Task A_half_closed_connection_still_answers()
    {
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            await connection.Write(HostileExchange.Fine);
            connection.EndWriting();
            await connection.ReadToEnd();
        });
        await using var client = new WireClient(new WireOptions(server.Url));

        for (var i = 0; i < 5; i++)
        {
            var exchange = await client.SendAsync(HostileExchange.Get);
            exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        }
    }

    [Test]
    public async Task Bytes_that_are_no_UTF_8_are_kept_as_they_are()
    {
        var exchange = await HostileExchange.With(connection =>
            connection.Write("HTTP/1.1 200 \xff\xfe\r\nx-a: \xff\r\ncontent-length: 2\r\n\r\n\xff\xfe"));

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        exchange.Response!.Body.ToArray().Should().Equal(0xff, 0xfe);
        exchange.Response.Header("x-a").Should().Be("\xff");
    }
}
