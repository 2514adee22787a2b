using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Wire;

/// <summary>What is judged by its time can be judged while no large body is under way.</summary>
public sealed class LargeBodiesApart
{
    private const string Fine = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

    private static readonly Request Small = new("GET", "/v1/models", []) { OwnConnection = true };

    private static readonly Request Large =
        (Small with { Method = "POST" }).WithBody(RequestBody.PaddedJson("{}", 1_000_000), BodyFraming.ExpectContinue);

    [Test]
    public async Task Quiet_waits_for_those_under_way_and_keeps_others_waiting()
    {
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var large = 0;
        await using var server = RawServer.Start(async connection =>
        {
            if ((await connection.ReadHead())?.StartsWith("POST", StringComparison.Ordinal) == true)
            {
                Interlocked.Increment(ref large);
                begun.TrySetResult();
                await mayAnswer.Task;
            }

            await connection.Write(Fine);
        });
        await using var client = new WireClient(new WireOptions(server.Url)
        {
            Concurrency = 2,
            ContinueTimeout = Timeout.InfiniteTimeSpan
        });
        var first = client.SendAsync(Large);
        await begun.Task;

        var quiet = client.WithoutLargeBodies();
        var waiting = Enumerable.Range(0, 3).Select(_ => client.SendAsync(Large)).ToList();
        quiet.IsCompleted.Should().BeFalse("a large body is under way");
        mayAnswer.SetResult();
        await first;
        var isQuiet = await quiet;

        (await client.SendAsync(Small)).Outcome.Should().Be(Outcome.Answered, "who waits has no place among the requests under way");
        large.Should().Be(1, "none begins while it is quiet");

        isQuiet.Dispose();
        (await Task.WhenAll(waiting)).Should().OnlyContain(exchange => exchange.Outcome == Outcome.Answered);
        large.Should().Be(4);
    }

    [Test]
    public async Task Who_gives_up_waiting_for_quiet_keeps_nobody_waiting()
    {
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadHead();
            begun.TrySetResult();
            await mayAnswer.Task;
            await connection.Write(Fine);
        });
        await using var client = new WireClient(new WireOptions(server.Url) { ContinueTimeout = Timeout.InfiniteTimeSpan });
        var first = client.SendAsync(Large);
        await begun.Task;
        using var over = new CancellationTokenSource();

        var quiet = client.WithoutLargeBodies(over.Token);
        await over.CancelAsync();
        await quiet.Invoking(waiting => waiting).Should().ThrowAsync<OperationCanceledException>();
        mayAnswer.SetResult();

        (await first).Outcome.Should().Be(Outcome.Answered);
        (await client.SendAsync(Large)).Outcome.Should().Be(Outcome.Answered);
    }
}
