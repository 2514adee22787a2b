using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Conformance.Gateway;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support.Proxies;
using Conformance.SelfTests.Support.Sockets;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.FromBothSides;

/// <summary>What is late once, on a machine that is busy, is nobody's broken promise.</summary>
public sealed class SlowForOnce
{
    private const string LastChunk = "\r\n0\r\n\r\n";

    [Test]
    public async Task A_stream_that_is_late_once_is_asked_for_again_and_passes()
    {
        var upstream = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));
        await using var gateway = await ReferenceGateway.StartAsync(new ReferenceGatewayOptions(upstream));
        var streams = 0;
        await using var way = RawServer.Start(async connection =>
        {
            using var behind = new TcpClient();
            await behind.ConnectAsync(gateway.BaseUrl.Host, gateway.BaseUrl.Port);
            var relaying = Relay(behind.GetStream(), connection, answer =>
                answer.Contains("text/event-stream", StringComparison.Ordinal) && Interlocked.Increment(ref streams) == 1);
            while (await connection.ReadHead() is { } head)
            {
                await behind.GetStream().WriteAsync(Encoding.Latin1.GetBytes(head));
                await behind.GetStream().WriteAsync(await connection.Read(Length(head)));
            }

            behind.Close();
            await relaying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

        var run = await JudgedGateway.Through(
            way.Url, upstream, ("Rules", "relay.incremental"), ("Operations", "messages.create"), ("KeyPassThrough", "true"));

        run.Broken.Should().BeEmpty(run.Reasons());
        streams.Should().BeGreaterThan(2, "one of the two was asked for again");
        run.Results.Cases.Where(one => one.Flaky).Should().ContainSingle().Which.Verdict.Should().Be(Verdict.Pass);
    }

    private static int Length(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line["content-length:".Length..], CultureInfo.InvariantCulture)).FirstOrDefault();

    private static async Task Relay(NetworkStream from, RawConnection to, Func<string, bool> holds)
    {
        var buffer = new byte[64 * 1024];
        var held = new StringBuilder();
        bool? isHeld = null;
        for (int count; (count = await from.ReadAsync(buffer)) > 0;)
        {
            held.Append(Encoding.Latin1.GetString(buffer, 0, count));
            isHeld ??= holds(held.ToString());
            if (isHeld is false || held.ToString().EndsWith(LastChunk, StringComparison.Ordinal))
            {
                await to.Write(held.ToString());
                held.Clear();
            }
        }
    }
}
