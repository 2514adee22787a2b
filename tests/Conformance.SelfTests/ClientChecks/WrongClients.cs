using Conformance.Clients;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.ClientChecks;

/// <summary>Small clients that each do one thing wrong, and the one rule that says so.</summary>
public sealed class WrongClients
{
    private const int AtATime = 8;

    [TestCase("no-key", "client.key")]
    [TestCase("key-twice", "client.key-once")]
    [TestCase("key-in-url", "client.key-not-in-url")]
    [TestCase("no-version", "client.version")]
    [TestCase("no-content-type", "client.content-type")]
    [TestCase("bad-json", "client.body-parses")]
    [TestCase("no-user-agent", "client.user-agent")]
    [TestCase("too-large", "client.within-limit")]
    [TestCase("retries-refusals", "client.refusal-not-retried")]
    [TestCase("never-retries", "client.retries")]
    [TestCase("ignores-retry-after", "client.retry-after")]
    [TestCase("ignores-should-retry", "client.should-retry")]
    [TestCase("pauses-shrink", "client.backoff")]
    [TestCase("retries-for-ever", "client.retries-end")]
    [TestCase("leaves-early", "client.stream-read")]
    [TestCase("leaves-before-stop", "client.stream-read")]
    [TestCase("ignores-cuts", "client.cut-noticed")]
    [TestCase("ignores-missing-stop", "client.missing-stop-noticed")]
    [TestCase("ignores-error-events", "client.error-event-noticed")]
    [TestCase("refuses-unknown-events", "client.unknown-events")]
    [TestCase("refuses-unknown-members", "client.unknown-members")]
    [TestCase("ignores-interruption", "client.cancellation")]
    [TestCase("hides-request-id", "client.request-id")]
    public async Task Each_is_caught_by_its_rule_and_no_other(string wrong, string rule)
    {
        // What is wrong with a request alone shows in one run of the client; the rest is judged in all of them.
        var judged = ClientRules.All.Where(one => one.IsAboutRequests || !ClientRules.All.Single(its => its.Id == rule).IsAboutRequests);

        var run = await Check([.. judged.Select(one => new Glob(one.Id))], wrong);

        var broken = run.Cases.Where(result => result.Verdict is Verdict.Fail or Verdict.Warn).ToList();
        broken.Select(result => result.Rule).Distinct().Should().Equal([rule], Told(run));
        broken.Should().OnlyContain(result => result.Deciding != null && result.Expected != null && result.Came != null);
        run.Cases.Should().NotContain(result => result.Verdict == Verdict.Error, Told(run));
    }

    [Test]
    public async Task One_that_does_nothing_wrong_keeps_every_rule()
    {
        var run = await Check([Glob.All]);

        run.Cases.Where(result => result.Rule != "client.refusal-noticed")
            .Should().OnlyContain(result => result.Verdict == Verdict.Pass, Told(run));
        run.Rules.Select(rule => rule.Id).Should().Equal(ClientRules.All.Select(rule => rule.Id));
    }

    [Test]
    public async Task Without_a_stream_no_rule_about_streams_passes()
    {
        var run = await Check([Glob.All], "--no-stream");

        var streams = run.Cases.Where(result => result.Rule is "client.stream-read" or "client.cut-noticed" or "client.unknown-events"
            or "client.missing-stop-noticed" or "client.error-event-noticed").ToList();
        streams.Should().HaveCount(5).And.OnlyContain(
            result => result.Verdict == Verdict.Skip && result.Reason!.Kind == ReasonKind.NotSeen, Told(run));
        run.Cases.Except(streams).Where(result => result.Rule != "client.refusal-noticed")
            .Should().OnlyContain(result => result.Verdict == Verdict.Pass, Told(run));
    }

    [Test]
    public async Task Where_an_exit_code_says_nothing_nothing_is_said_by_it()
    {
        var run = await Check([Glob.All], "always-succeeds");

        run.Cases.Where(result => result.Rule.EndsWith("-noticed", StringComparison.Ordinal) && result.Rule != "client.refusal-noticed")
            .Should().HaveCount(3).And.OnlyContain(result => result.Reason!.Kind == ReasonKind.NotSeen, Told(run));
        run.Cases.Single(result => result.Rule == "client.refusal-noticed").Verdict.Should().Be(Verdict.Info);
        run.Summary.Should().Match<Summary>(summary => summary.Fail == 0 && summary.Warn == 0 && summary.Error == 0, Told(run));
    }

    private static async Task<RunResult> Check(Glob[] rules, params string[] switches) => (await ClientCheck.RunAsync(
        new ClientCheckOptions { Command = CheckedPrograms.Small(switches), Rules = rules, Concurrency = AtATime },
        CancellationToken.None)).Result;

    private static string Told(RunResult run) => string.Join(
        "; ", run.Cases.Where(result => result.Message is not null).Select(result => $"{result.Id} {result.Verdict}: {result.Message}")
            .Append(run.NotJudged)).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
