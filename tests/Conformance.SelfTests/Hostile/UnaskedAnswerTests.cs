using System.Text;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Hostile;

/// <summary>An answer that nobody asked for is never taken for the answer to the next request.</summary>
public sealed class UnaskedAnswerTests
{
    private const string Unasked = "HTTP/1.1 418 Unasked\r\ncontent-length: 0\r\n\r\n";

    [Test]
    public async Task In_the_same_packet_as_the_one_before() =>
        await Expect(async connection => await connection.Write(HostileExchange.Fine + Unasked));

    [Test]
    public async Task As_bytes_beyond_the_declared_length() =>
        await Expect(async connection => await connection.Write(HostileExchange.Fine + "{}{}{}"));

    [Test]
    public async Task Longer_than_any_buffer() =>
        await Expect(async connection => await connection.Write(HostileExchange.Fine + string.Concat(Enumerable.Repeat(Unasked, 2_000))));

    [Test]
    public async Task While_the_connection_is_idle()
    {
        var idle = new SemaphoreSlim(0);
        var written = new SemaphoreSlim(0);
        await Expect(
            async connection =>
            {
                await connection.Write(HostileExchange.Fine);
                await idle.WaitAsync(connection.Stop);
                await connection.Write(Unasked);
                written.Release();
            },
            async () =>
            {
                idle.Release();
                await written.WaitAsync();
            });
    }

    private static async Task Expect(Func<RawConnection, Task> answer, Func<Task>? between = null)
    {
        await using var server = RawServer.Start(async connection =>
        {
            while (await connection.ReadHead() is not null)
            {
                await answer(connection);
            }
        });
        await using var client = new WireClient(new WireOptions(server.Url));

        for (var i = 0; i < 10; i++)
        {
            var exchange = await client.SendAsync(HostileExchange.Get);
            exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
            exchange.Response!.Status.Should().Be(200);
            Encoding.UTF8.GetString(exchange.Response.Body.Span).Should().Be("{}");
            await (between?.Invoke() ?? Task.CompletedTask);
        }
    }
}
