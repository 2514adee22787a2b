using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Hostile;

/// <summary>An answer that does not come, or byte by byte, ends when its clock runs out and says which one.</summary>
public sealed class SlowAnswerTests
{
    private static readonly TimeSpan Timeout = new WireOptions(new Uri("http://127.0.0.1")).Timeout;

    [Test]
    public async Task Silence_ends()
    {
        var exchange = await HostileExchange.InTime(async (connection, time) =>
        {
            while (!connection.Stop.IsCancellationRequested)
            {
                time.Advance(Timeout / 5);
                await Task.Yield();
            }
        });

        exchange.Outcome.Should().Be(Outcome.Timeout);
        exchange.Detail.Should().Be("nothing moved for 30 s, 0 bytes of the body sent");
    }

    [TestCase("HTTP/1.1 200 OK\r\n", "x")]
    [TestCase("HTTP/1.1 200 OK\r\n", "x-a: b\r\n")]
    [TestCase("", "HTTP/1.1 102 Processing\r\n\r\n")]
    public async Task A_head_that_trickles_ends_after_two_timeouts(string beginning, string rest)
    {
        var exchange = await HostileExchange.InTime(async (connection, time) =>
        {
            await connection.Write(beginning);
            await connection.Trickle(rest, time);
        });

        exchange.Outcome.Should().Be(Outcome.Timeout);
        exchange.Detail.Should().MatchRegex("^the head was not whole after 60 s: [0-9]+ bytes of it came, 0 bytes of the body sent$");
        exchange.Response.Should().BeNull();
    }

    [TestCase("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n", "a")]
    [TestCase("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1\r\na\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;", "a")]
    [TestCase("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: text/event-stream\r\n\r\n", "d\r\nevent: ping\n\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\n\r\n", "a")]
    [TestCase("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n", "x-a: b\r\n")]
    public async Task A_body_that_trickles_ends_after_ten_timeouts(string head, string rest)
    {
        var exchange = await HostileExchange.InTime(async (connection, time) =>
        {
            await connection.Write(head);
            await connection.Trickle(rest, time);
        });

        exchange.Outcome.Should().Be(Outcome.Timeout);
        exchange.Detail.Should().Be("the answer was not whole after 300 s, 0 bytes of the body sent");
        exchange.Response!.Status.Should().Be(200, "what came of it is evidence");
    }

    [Test]
    public async Task A_refusal_that_trickles_while_the_body_is_sent_ends_as_well()
    {
        var exchange = await HostileExchange.InTime(
            async (connection, time) =>
            {
                var reading = connection.ReadToEnd();
                await connection.Write("HTTP/1.1 413 Too Large\r\n");
                await Task.WhenAll(reading, connection.Trickle("x", time));
            },
            Support.LargeRequest.Of(100_000_000_000, BodyFraming.ContentLength) with { Retries = RetryOn.Nothing });

        exchange.Outcome.Should().Be(Outcome.Timeout);
        exchange.Detail.Should().StartWith("the head was not whole after 60 s");
    }

    [Test]
    public async Task A_body_that_is_taken_slowly_takes_as_long_as_it_moves()
    {
        const int Pieces = 300;
        const int PieceLength = 1_000_000;
        var exchange = await HostileExchange.InTime(
            async (connection, time) =>
            {
                for (var i = 0; i < Pieces; i++)
                {
                    await connection.Read(PieceLength);
                    time.Advance(Timeout / 20);
                }

                await connection.Write(HostileExchange.Fine);
            },
            Support.LargeRequest.Of(Pieces * PieceLength, BodyFraming.ContentLength) with { Retries = RetryOn.Nothing });

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        exchange.Duration.Should().BeGreaterThan(Timeout * Bounds.AnswerTimeouts);
    }
}
