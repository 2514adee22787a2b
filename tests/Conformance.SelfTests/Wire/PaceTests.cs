using System.Collections.Concurrent;
using System.Diagnostics;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Wire;

/// <summary>How many requests a target sees in a second, and how many at a time.</summary>
public sealed class PaceTests
{
    private const string Fine = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

    private static readonly Request Get = new("GET", "/v1/models", []);

    [Test]
    public async Task In_no_second_do_more_arrive_than_asked_for()
    {
        const int PerSecond = 20;
        var arrivals = new ConcurrentBag<long>();
        await using var server = RawServer.Start(async connection =>
        {
            while (await connection.ReadHead() is not null)
            {
                arrivals.Add(Stopwatch.GetTimestamp());
                await connection.Write(Fine);
            }
        });
        await using var client = new WireClient(new WireOptions(server.Url) { RequestsPerSecond = PerSecond });
        await using var own = client.OnOwnConnections();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => i % 3 == 0
            ? client.SendAsync(Get with { OwnConnection = true })
            : (i % 3 == 1 ? client : own).SendAsync(Get)));

        var inOrder = arrivals.Order().ToList();
        inOrder.Should().HaveCount(50);
        inOrder.Skip(PerSecond).Zip(inOrder, (later, earlier) => Stopwatch.GetElapsedTime(earlier, later)).Should()
            .OnlyContain(between => between >= TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task As_many_are_under_way_at_once_as_may_be_and_no_more()
    {
        const int Concurrency = 16;
        var under = 0;
        var most = 0;
        var full = new TaskCompletionSource();
        await using var server = RawServer.Start(async connection =>
        {
            while (await connection.ReadHead() is not null)
            {
                var now = Interlocked.Increment(ref under);
                InterlockedMax(ref most, now);
                if (now == Concurrency)
                {
                    full.TrySetResult();
                }

                // Nothing is answered until all that may be under way are: one that waited for another would wait for ever.
                await full.Task.WaitAsync(connection.Stop);
                Interlocked.Decrement(ref under);
                await connection.Write(Fine);
            }
        });
        await using var client = new WireClient(new WireOptions(server.Url) { Concurrency = Concurrency });
        await using var own = client.OnOwnConnections();

        var exchanges = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? client : own).SendAsync(Get)));

        exchanges.Should().OnlyContain(exchange => exchange.Outcome == Outcome.Answered);
        most.Should().Be(Concurrency);
        client.RequestsSent.Should().Be(100).And.Be(own.RequestsSent);
    }

    [Test]
    public async Task A_client_made_of_another_has_connections_of_its_own_and_may_go_elsewhere()
    {
        await using var first = RawServer.Start(Answering);
        await using var second = RawServer.Start(Answering);
        await using var client = new WireClient(new WireOptions(first.Url));
        await using var own = client.OnOwnConnections();
        await using var elsewhere = client.To(new Uri(second.Url, "/below/"));

        foreach (var one in new[] { client, own, client, own, elsewhere })
        {
            (await one.SendAsync(Get.WithBody("{}"))).Outcome.Should().Be(Outcome.Answered);
        }

        first.Connections.Should().Be(2);
        second.Connections.Should().Be(1);
        elsewhere.BaseUrl.Should().Be($"{second.Url.AbsoluteUri}below");
        (await elsewhere.SendAsync(Get)).Url.AbsolutePath.Should().Be("/below/v1/models");
        own.RequestsSent.Should().Be(6);
        elsewhere.BodyBytesSent.Should().Be(10);
    }

    private static async Task Answering(RawConnection connection)
    {
        while (await connection.ReadHead() is { } head)
        {
            await connection.Read(head.Contains("content-length: 2", StringComparison.Ordinal) ? 2 : 0);
            await connection.Write(Fine);
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value;)
        {
            seen = Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
