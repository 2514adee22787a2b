using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using Conformance.SelfTests.Support.Sockets;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Unbreakable;

/// <summary>Faults that pass are waited out; those that do not end the run early, in words.</summary>
public sealed class Patience
{
    private const string SmallRules = "auth.*,error.*,content.*,headers.*,version.*";
    private static readonly Dictionary<string, string> Small = new(ExactLimits.Settings)
    {
        ["Rules"] = SmallRules,
        ["Operations"] = "messages.*,models.*",
    };

    [TestCase(0)]
    [TestCase(1)]
    public async Task Every_fifth_connection_is_reset_and_the_run_is_green(int first)
    {
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions()));
        await using var relay = UnreliableRelay.Resetting(server.BaseUrl, number => number % 5 == first);

        var run = await JudgedRun.Of(
            relay.Url, new Dictionary<string, string>(ExactLimits.Settings) { ["Rules"] = $"{SmallRules},stream.*" });

        run.ExitCode.Should().Be(0, run.Reasons());
        run.Results.Cases.Should().Contain(one => one.Verdict == Verdict.Pass && one.Flaky);
        run.Results.Cases.Should().NotContain(one => one.Message != null && one.Message.Contains("does not speak HTTP/2"));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public async Task Every_fifth_connection_is_reset_and_large_bodies_are_judged_as_ever(int first)
    {
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions()));
        await using var relay = UnreliableRelay.Resetting(server.BaseUrl, number => number % 5 == first);

        // One after the other, so that the request that comes after a reset one is the one that repeats it.
        var run = await JudgedRun.Of(
            relay.Url,
            new Dictionary<string, string>(ExactLimits.Settings)
            {
                ["Rules"] = "size.*,content.framing,auth.refused-before-body",
                ["Concurrency"] = "1",
            });

        run.ExitCode.Should().Be(0, run.Reasons());
        run.Results.Cases.Should().NotContain(one => one.Verdict == Verdict.Warn, run.Reasons());
        run.Results.Cases.Should().Contain(one => one.Verdict == Verdict.Pass && one.Flaky);
    }

    [Test]
    public async Task A_target_that_comes_back_is_gone_on_with()
    {
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions()));
        var requests = 0;

        // Down is what resets every connection; it comes back before a request has used up its attempts.
        await using var relay = UnreliableRelay.Bending(
            server.BaseUrl,
            (_, bytes, _) =>
                Task.FromResult<ReadOnlyMemory<byte>>(Interlocked.Increment(ref requests) is > 100 and < 260 ? default : bytes));

        var run = await JudgedRun.Of(relay.Url, Small);

        run.Results.NotJudged.Should().BeNull();
        run.ExitCode.Should().Be(0, run.Reasons());
        run.Results.Cases.Should().Contain(one => one.Flaky);
    }

    [Test]
    public async Task A_target_that_is_gone_ends_the_run_with_the_moment_and_what_was_measured()
    {
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions()));
        var requests = 0;
        await using var relay = UnreliableRelay.Bending(
            server.BaseUrl,
            (_, bytes, _) => Task.FromResult<ReadOnlyMemory<byte>>(Interlocked.Increment(ref requests) > 200 ? default : bytes));

        var run = await JudgedRun.Of(relay.Url, new Dictionary<string, string>(Small) { ["Timeout"] = "2s" });

        run.ExitCode.Should().Be(3, run.Reasons());
        run.Results.NotJudgedReason!.Kind.Should().Be(ReasonKind.Lost);
        run.Results.NotJudged.Should().MatchRegex(@"^the target was lost \d+\.\d s into the run, with [\d,]+ cases judged: ");
        run.Results.Cases.Should().Contain(one => one.Verdict == Verdict.Pass).And.NotContain(one => one.Verdict == Verdict.Fail);
    }

    [Test]
    public async Task A_target_slower_than_the_timeout_is_named_silent_before_the_first_case()
    {
        await using var server = RawServer.Start(connection => connection.ReadToEnd());

        var run = await JudgedRun.Of(
            server.Url.AbsoluteUri, new Dictionary<string, string>(Small) { ["Timeout"] = "300ms", ["MaxDuration"] = "2m" });

        run.ExitCode.Should().Be(4, run.Reasons());
        run.Results.NotJudgedReason!.Kind.Should().Be(ReasonKind.Timeout);
        run.Results.NotJudged.Should().Contain(server.Url.Authority).And.Contain("0.3 s");
        server.Connections.Should().BeGreaterThan(1, "the preflight is as patient as a case");
    }

    [Test]
    public async Task A_run_that_takes_longer_than_it_may_ends_with_its_report()
    {
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions()));
        var answered = 0;

        // The preflight and a few cases come to an end, and nothing else does.
        await using var relay = UnreliableRelay.Bending(server.BaseUrl, async (_, bytes, stop) =>
        {
            if (Interlocked.Increment(ref answered) > 60)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            }

            return bytes;
        });

        var run = await JudgedRun.Of(
            relay.Url, new Dictionary<string, string>(Small) { ["MaxDuration"] = "3s", ["Timeout"] = "1m", ["Rules"] = "auth.*,error.*" });

        run.ExitCode.Should().Be(3, run.Reasons());
        run.Results.NotJudged.Should().Be("the run took longer than MaxDuration allows (3 s)");
        run.Results.Cases.Where(one => one.Verdict == Verdict.Error).Should().NotBeEmpty()
            .And.OnlyContain(one => one.Reason!.Kind == ReasonKind.OutOfTime);
    }
}
