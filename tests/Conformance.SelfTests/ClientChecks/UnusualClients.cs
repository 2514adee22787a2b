using Conformance.Clients;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.ClientChecks;

/// <summary>Clients that keep every promise in ways of their own: nothing is said against them that is not so.</summary>
public sealed class UnusualClients
{
    private const int AtATime = 8;

    [TestCase("--upload")]
    [TestCase("--pool --no-stream")]
    [TestCase("--pool --no-stream --session")]
    [TestCase("--no-stream --session")]
    [TestCase("--no-stream --random-pauses")]
    [TestCase("--no-stream --other-model")]
    [TestCase("--no-stream --after-list")]
    [TestCase("--no-stream --deep")]
    [TestCase("--gzip")]
    public async Task Nothing_is_said_against(string switches)
    {
        var run = await Check(switches.Split(' '));

        run.NotJudged.Should().BeNull();
        run.Cases.Where(one => one.Verdict is Verdict.Fail or Verdict.Warn or Verdict.Error)
            .Select(one => $"{one.Id} {one.Verdict}: {one.Message}").Should().BeEmpty();
        run.Cases.Should().Contain(one => one.Verdict == Verdict.Pass);
    }

    [Test]
    public async Task Of_requests_alike_at_the_same_time_none_is_known_for_a_retry()
    {
        var run = await Check("--pool", "--no-stream", "--session");

        run.Cases.Where(one => one.Rule is "client.retry-after" or "client.backoff" || one.Id == "client.retries[500]")
            .Should().HaveCount(3).And.OnlyContain(one => one.Verdict == Verdict.Skip && one.Reason!.Kind == ReasonKind.NotSeen);
        run.Cases.Single(one => one.Rule == "client.retries-end").Came.Should().Be("there were 8", "each of four is sent again twice");
    }

    [TestCase("--upload retries-refusals", "client.refusal-not-retried")]
    [TestCase("--upload never-retries", "client.retries")]
    [TestCase("--no-stream --after-list retries-refusals", "client.refusal-not-retried")]
    [TestCase("--no-stream --after-list hides-request-id", "client.request-id")]
    public async Task What_is_wrong_with_them_is_seen_all_the_same(string switches, string rule)
    {
        var run = await Check(switches.Split(' '));

        run.Cases.Where(one => one.Verdict is Verdict.Fail or Verdict.Warn).Select(one => one.Rule).Distinct().Should().Equal(rule);
    }

    [Test]
    public async Task One_that_fails_where_nothing_is_wrong_is_told_what_it_was_answered()
    {
        var run = await Check("not-utf-8");

        run.NotJudged.Should().Contain("POST /v1/messages was answered 400").And.Contain("exit code 1")
            .And.Contain("its last words: Error: 400");
        run.Client!.Runs.Should().ContainSingle().Which.Wrote.Should().Contain("Error: 400");
        run.Cases.Single(one => one.Rule == "client.body-parses").Message.Should().Contain("not UTF-8");
    }

    [Test]
    public async Task A_body_that_is_json_and_no_text_is_looked_at()
    {
        var run = await Check("half-a-pair", "--no-stream");

        run.Requests.Should().BePositive();
        run.Cases.Single(one => one.Rule == "client.body-parses").Verdict.Should().Be(Verdict.Pass);
    }

    private static async Task<RunResult> Check(params string[] switches) => (await ClientCheck.RunAsync(
        new ClientCheckOptions { Command = CheckedPrograms.Small(switches), Rules = [Glob.All], Concurrency = AtATime },
        CancellationToken.None)).Result;
}
