using System.Net;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Hostile;

/// <summary>Over HTTP/2 too, whatever frames come, an exchange ends by itself and says why.</summary>
public sealed class HostileHttp2Tests
{
    private const int Soon = 400;
    private const int Late = 30_000;

    // Number 4, SETTINGS_INITIAL_WINDOW_SIZE, of 0 (RFC 9113, section 6.5.2).
    private static readonly byte[] NoWindow = [0, 4, 0, 0, 0, 0];

    // Number 3, SETTINGS_MAX_CONCURRENT_STREAMS, of 0.
    private static readonly byte[] NoStreams = [0, 3, 0, 0, 0, 0];

    [Test]
    public async Task Silence_ends()
    {
        var exchange = await HostileExchange.OverHttp2(Soon, async http2 =>
        {
            await http2.ReadRequest();
            await http2.ReadToEnd();
        });

        exchange.Outcome.Should().Be(Outcome.Timeout);
        exchange.Detail.Should().Be("nothing moved for 0.4 s, 0 bytes of the body sent");
    }

    [Test]
    public async Task A_window_of_zero_ends()
    {
        var exchange = await HostileExchange.OverHttp2(
            Soon,
            async http2 =>
            {
                await http2.ReadRequest(NoWindow);
                await http2.ReadToEnd();
            },
            LargeRequest.Of(1_000_000, BodyFraming.ContentLength) with { Retries = RetryOn.Nothing });

        exchange.Outcome.Should().Be(Outcome.Timeout);
        exchange.Detail.Should().StartWith("nothing moved for 0.4 s, ");
    }

    [Test]
    public async Task A_connection_that_takes_no_streams_ends()
    {
        var exchange = await HostileExchange.OverHttp2(Soon, async http2 =>
        {
            await http2.ReadRequest(NoStreams);
            await http2.ReadToEnd();
        });

        exchange.Outcome.Should().Be(Outcome.Timeout);
    }

    [TestCase(RawHttp2.Settings)]
    [TestCase(RawHttp2.Ping, 8)]
    public async Task A_flood_of_frames_that_say_nothing_ends(byte type, int length = 0)
    {
        var exchange = await HostileExchange.OverHttp2(Late, async http2 =>
        {
            await http2.ReadRequest();
            while (true)
            {
                await http2.Write(type, 0, 0, new byte[length]);
            }
        });

        exchange.Outcome.Should().Be(Outcome.Excessive, exchange.Detail);
        exchange.Passed.Should().Be(Bound.ControlFrames);
        exchange.Detail.Should().Be("more than 1,000 HTTP/2 frames in a row carried nothing of an answer");
    }

    [Test]
    public async Task A_flood_of_empty_pieces_of_a_body_ends()
    {
        var exchange = await HostileExchange.OverHttp2(Late, async http2 =>
        {
            var stream = await http2.ReadRequest();
            await http2.WriteOk(stream, RawHttp2.EndHeaders);
            while (true)
            {
                await http2.Write(RawHttp2.Data, 0, stream);
            }
        });

        exchange.Outcome.Should().Be(Outcome.Excessive, exchange.Detail);
        exchange.Passed.Should().Be(Bound.ControlFrames);
    }

    [TestCase(0)]
    [TestCase(100)]
    public async Task A_head_without_end_ends(int length)
    {
        var exchange = await HostileExchange.OverHttp2(Late, async http2 =>
        {
            var stream = await http2.ReadRequest();
            await http2.WriteOk(stream, 0);
            byte[] field = [.. new byte[] { 0, 1, (byte)'a', (byte)length }, .. Enumerable.Repeat((byte)'b', length)];
            while (true)
            {
                await http2.Write(RawHttp2.Continuation, 0, stream, length == 0 ? [] : field);
            }
        });

        exchange.Outcome.Should().Be(Outcome.Excessive, exchange.Detail);
        exchange.Passed.Should().Be(Bound.HeadBytes);
    }

    [Test]
    public async Task Interim_answers_without_end_end()
    {
        var exchange = await HostileExchange.OverHttp2(Late, async http2 =>
        {
            var stream = await http2.ReadRequest();
            while (true)
            {
                await http2.WriteInterim(stream);
            }
        });

        exchange.Outcome.Should().Be(Outcome.Excessive, exchange.Detail);
        exchange.Passed.Should().Be(Bound.InterimAnswers);
    }

    [Test]
    public async Task A_body_without_end_ends()
    {
        var exchange = await HostileExchange.With(
            async connection =>
            {
                var http2 = new RawHttp2(connection);
                var stream = await http2.ReadRequest();
                var discarding = http2.ReadToEnd();
                await http2.WriteOk(stream, RawHttp2.EndHeaders);
                // Within the window that the client gives.
                for (var i = 0; i < 3; i++)
                {
                    await http2.Write(RawHttp2.Data, 0, stream, new byte[16 * 1024]);
                }

                await discarding;
            },
            HostileExchange.Get with { Version = HttpVersion.Version20 },
            options => options with { LongestAnswer = 30_000 });

        exchange.Outcome.Should().Be(Outcome.Excessive, exchange.Detail);
        exchange.Passed.Should().Be(Bound.AnswerBytes);
    }

    [Test]
    public async Task Many_header_fields_end()
    {
        var exchange = await HostileExchange.OverHttp2(Late, async http2 =>
        {
            var stream = await http2.ReadRequest();
            byte[] fields = [.. Enumerable.Range(0, Bounds.HeadFields + 1).SelectMany(_ => new byte[] { 0, 1, (byte)'a', 1, (byte)'b' })];
            await http2.WriteOk(stream, RawHttp2.EndHeaders | RawHttp2.EndStream, fields);
            await http2.ReadToEnd();
        });

        exchange.Outcome.Should().Be(Outcome.Excessive, exchange.Detail);
        exchange.Passed.Should().Be(Bound.HeadFields);
    }

    [TestCase(0u, Outcome.Reset)]
    [TestCase(2u, Outcome.Reset)]
    [TestCase(7u, Outcome.Reset)]
    [TestCase(11u, Outcome.Reset)]
    [TestCase(13u, Outcome.VersionRefused)]
    [TestCase(1u, Outcome.Malformed)]
    public async Task A_stream_that_is_reset_in_place_of_an_answer_ends(uint code, Outcome outcome)
    {
        var exchange = await HostileExchange.OverHttp2(Soon, async http2 =>
        {
            for (var stream = await http2.ReadRequest(); ; stream = await http2.NextRequest())
            {
                await http2.Write(RawHttp2.RstStream, 0, stream, RawHttp2.Number(code));
            }
        });

        exchange.Outcome.Should().Be(outcome, exchange.Detail);
        exchange.Response.Should().BeNull();
    }

    [Test]
    public async Task A_stream_that_is_reset_in_the_middle_of_an_answer_is_no_whole_answer()
    {
        var exchange = await HostileExchange.OverHttp2(Soon, async http2 =>
        {
            var stream = await http2.ReadRequest();
            await http2.WriteOk(stream, RawHttp2.EndHeaders);
            await http2.Write(RawHttp2.Data, 0, stream, [.. "{}"u8]);
            await http2.Write(RawHttp2.RstStream, 0, stream, RawHttp2.Number(2));
            await http2.ReadToEnd();
        });

        exchange.Outcome.Should().Be(Outcome.Reset);
        exchange.Detail.Should().Be("the connection ended in the middle of the answer");
    }

    [TestCase(0u)]
    [TestCase(2u)]
    public async Task A_connection_that_goes_away_in_place_of_an_answer_ends(uint code)
    {
        var exchange = await HostileExchange.OverHttp2(Soon, async http2 =>
        {
            await http2.ReadRequest();
            await http2.Write(RawHttp2.GoAway, 0, 0, [.. RawHttp2.Number(0), .. RawHttp2.Number(code)]);
            await http2.ReadToEnd();
        });

        exchange.Outcome.Should().BeOneOf(Outcome.Reset, Outcome.Timeout);
        exchange.Response.Should().BeNull();
    }

    [Test]
    public async Task A_connection_that_goes_away_after_an_answer_has_answered()
    {
        await using var server = RawServer.Start(async connection =>
        {
            var http2 = new RawHttp2(connection);
            var stream = await http2.ReadRequest();
            await http2.WriteOk(stream, RawHttp2.EndHeaders | RawHttp2.EndStream);
            await http2.Write(RawHttp2.GoAway, 0, 0, [.. RawHttp2.Number(stream), .. RawHttp2.Number(0)]);
            await http2.ReadToEnd();
        });
        await using var client = new WireClient(new WireOptions(server.Url) { HttpVersion = HttpVersion.Version20 });

        for (var i = 0; i < 10; i++)
        {
            var exchange = await client.SendAsync(HostileExchange.Get with { Retries = RetryOn.All });
            exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        }
    }

    [Test]
    public async Task What_is_not_HTTP_2_is_not_an_answer()
    {
        var exchange = await HostileExchange.With(
            connection => connection.Write("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"),
            HostileExchange.Get with { Version = HttpVersion.Version20 },
            options => options);

        exchange.Outcome.Should().BeOneOf(Outcome.Malformed, Outcome.Reset, Outcome.VersionRefused);
        exchange.Response.Should().BeNull();
    }

    [Test]
    public async Task A_refused_body_is_not_sent_again_unseen()
    {
        var heads = 0;
        var exchange = await HostileExchange.OverHttp2(
            Soon,
            async http2 =>
            {
                for (var stream = await http2.ReadRequest(); ; stream = await http2.NextRequest())
                {
                    heads++;
                    await http2.Write(RawHttp2.RstStream, 0, stream, RawHttp2.Number(7));
                }
            },
            LargeRequest.Of(10_000_000, BodyFraming.ContentLength) with { Retries = RetryOn.Nothing });

        exchange.Outcome.Should().Be(Outcome.Reset, exchange.Detail);
        exchange.BytesSent.Should().BeLessThan(10_000_000);
    }
}
