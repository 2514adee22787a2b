using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Conformance.Reference;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Wire;

/// <summary>A body that waits for a word of the server, and one that is written to its end whatever the server says.</summary>
public sealed class HeldBackBodies
{
    private const int Bytes = 300_000;
    private const string Refusal = "HTTP/1.1 413 Payload Too Large\r\ncontent-length: 2\r\n\r\n{}";
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";
    private const string Fine = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

    [TestCase(BodyFraming.ExpectContinue)]
    [TestCase(BodyFraming.ExpectOnly)]
    [TestCase(BodyFraming.DeclaredOnly)]
    public async Task A_refusal_of_the_head_costs_not_a_byte_of_body(BodyFraming framing)
    {
        var (exchange, head, received) = await Sent(framing, connection => connection.Write(Refusal));

        exchange.Response!.Status.Should().Be(413);
        exchange.Should().BeEquivalentTo(
            new { BytesSent = 0L, IsEarlyAnswer = true, ContinueReceived = false, Outcome = Outcome.Answered });
        head.Should().Contain(string.Create(CultureInfo.InvariantCulture, $"content-length: {Bytes}\r\n"));
        head.Contains("expect: 100-continue\r\n", StringComparison.OrdinalIgnoreCase).Should().Be(framing != BodyFraming.DeclaredOnly);
        received.Should().Be(0);
    }

    [Test]
    public async Task A_100_lets_the_body_go()
    {
        var (exchange, _, received) = await Sent(BodyFraming.ExpectContinue, async connection =>
        {
            await connection.Write(Continue);
            (await connection.Read(Bytes)).Should().HaveCount(Bytes);
            await connection.Write(Fine);
        });

        exchange.Should().BeEquivalentTo(
            new { BytesSent = (long)Bytes, IsEarlyAnswer = false, ContinueReceived = true, Outcome = Outcome.Answered });
        exchange.Response!.Interim.Should().Equal(100);
        received.Should().Be(0, "nothing follows the body");
    }

    [Test]
    public async Task Without_a_100_the_body_goes_all_the_same_after_a_while()
    {
        var (exchange, _, _) = await Sent(BodyFraming.ExpectContinue, async connection =>
        {
            (await connection.Read(Bytes)).Should().HaveCount(Bytes);
            await connection.Write(Fine);
        });

        exchange.Should().BeEquivalentTo(new { BytesSent = (long)Bytes, ContinueReceived = false, Outcome = Outcome.Answered });
    }

    [Test]
    public async Task Where_only_the_100_is_wanted_no_body_follows_it()
    {
        var (exchange, _, received) = await Sent(BodyFraming.ExpectOnly, connection => connection.Write(Continue));

        exchange.Should().BeEquivalentTo(new { BytesSent = 0L, ContinueReceived = true, Response = (Response?)null });
        received.Should().Be(0);
    }

    [Test]
    public async Task A_declared_length_alone_waits_for_its_answer_and_sends_nothing()
    {
        var (exchange, _, received) = await Sent(BodyFraming.DeclaredOnly, _ => Task.CompletedTask, TimeSpan.FromMilliseconds(200));

        exchange.Outcome.Should().Be(Outcome.Timeout);
        exchange.BytesSent.Should().Be(0);
        received.Should().Be(0);
    }

    [Test]
    public async Task Over_HTTP_2_too_the_head_goes_out_before_a_body_that_never_comes()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { StandardLimit = Bytes - 1 });
        await using var client = new WireClient(new WireOptions(server.BaseUrl));

        for (var i = 0; i < 20; i++)
        {
            var exchange = await client.SendAsync(LargeRequest.Of(Bytes, BodyFraming.DeclaredOnly, HttpVersion.Version20));

            exchange.Response!.Status.Should().Be(413);
            exchange.BytesSent.Should().Be(0);
        }
    }

    [Test]
    public async Task A_client_that_reads_last_would_have_seen_a_broken_pipe_and_this_one_sees_the_answer_too()
    {
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            await connection.Write(Refusal);
            connection.End();
        });
        await using var client = new WireClient(new WireOptions(server.Url));

        var exchange = await client.SendAsync(
            LargeRequest.Of(LargeRequest.OverLimit, BodyFraming.ContentLength) with { FinishesBody = true, OwnConnection = true });

        exchange.WriteFailed.Should().BeTrue();
        exchange.Response!.Status.Should().Be(413);
    }

    /// <returns>The exchange, the head that the server read, and the bytes that it read after it had done what it does.</returns>
    private static async Task<(Exchange Exchange, string Head, int Received)> Sent(
        BodyFraming framing, Func<RawConnection, Task> answer, TimeSpan? timeout = null)
    {
        var head = "";
        var rest = new TaskCompletionSource<int>();
        await using var server = RawServer.Start(async connection =>
        {
            head = await connection.ReadHead() ?? "";
            await answer(connection);
            try
            {
                rest.TrySetResult((await connection.Read(Bytes)).Length);
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                rest.TrySetResult(0);
            }
        });
        Exchange exchange;
        var options = new WireOptions(server.Url)
        {
            ContinueTimeout = TimeSpan.FromMilliseconds(100),
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
        };
        await using (var client = new WireClient(options))
        {
            exchange = await client.SendAsync(LargeRequest.Of(Bytes, framing) with { OwnConnection = true, Retries = RetryOn.Nothing });
        }

        return (exchange, head, await rest.Task);
    }
}
