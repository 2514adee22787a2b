using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.Suite.Preflight;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Cli;

/// <summary><c>Shard=2/4</c>: four runs of a part each are one run.</summary>
public sealed class ARunInShards
{
    private const int Count = 4;

    // All that a run without a target does, but for the largest bodies, and with patience for a machine that does much else.
    private static readonly (string Name, string Value)[] Whole = [("MaxUpload", "300MB"), ("Timeout", "120s")];

    [Test]
    public async Task Four_processes_come_to_what_one_comes_to()
    {
        var shards = Enumerable.Range(1, Count).Select(number => ToolProcess.Run([.. Whole, ("Shard", $"{number}/{Count}")])).ToList();
        var one = ToolProcess.Run(Whole);
        var parts = await Task.WhenAll(shards);
        var whole = await one;
        var directory = TestDirectory.Create();

        var merged = await Command.Run(directory, ["merge", .. parts.Select(part => part.Reports)]);

        merged.ExitCode.Should().Be(0, merged.Output + merged.Errors);
        var result = await ResultsJson.ReadAsync(Path.Combine(directory, "reports", "results.json"));
        result.Cases.Select(Judged).Should().Equal(whole.Results.Cases.Select(Judged));
        result.Summary.Should().Be(whole.Results.Summary);
        result.Rules.Select(rule => rule.Id).Should().Equal(whole.Results.Rules.Select(rule => rule.Id));
        result.Target.Served.Should().Equal(whole.Results.Target.Served);
        result.Settings[Shard.Setting]!.GetValue<string>().Should().BeEmpty();
        RunVerdict.Of(result).Should().Be(RunVerdict.Of(whole.Results));
        parts.Sum(part => part.Results.Cases.Count(IsJudged)).Should().Be(whole.Results.Cases.Count(IsJudged), "each is judged once");
    }

    [Test]
    public void The_parts_are_even_in_bytes_and_in_requests([Values(2, 3, 4, 8)] int count, [Values] bool bothSides)
    {
        var settings = new RunSettings();
        var plans = Parts(count, settings, bothSides).Select(part => RunPlan.Of(part, settings)).ToList();

        // A burst of 200 requests is not split, nor is the largest body.
        var requests = plans.Sum(plan => plan.Requests) / count;
        var bytes = plans.Sum(plan => plan.BodyBytes) / count;
        plans.Max(plan => plan.Requests).Should().BeLessThan((requests * 5 / 4) + 200);
        plans.Max(plan => plan.BodyBytes).Should().BeLessThan((bytes * 5 / 4) + 1_100_000_000);
    }

    [Test]
    public void Every_case_is_in_one_part([Values(1, 2, 5)] int count)
    {
        var settings = new RunSettings();
        var parts = Parts(count, settings, bothSides: true);

        parts.SelectMany(part => part).Select(one => one.Id).Order(StringComparer.Ordinal).Should().Equal(
            Catalogue.Cases.Select(one => one.Id).Order(StringComparer.Ordinal));
    }

    [Test]
    public async Task Without_one_of_them_there_is_no_whole()
    {
        var first = await ToolProcess.Run(("Rules", "auth.missing-key"), ("Operations", "models.*"), ("Shard", "1/3"));

        var merged = await Command.Run(TestDirectory.Create(), "merge", first.Reports);

        merged.ExitCode.Should().Be(2);
        merged.Errors.Should().Contain("2/3, 3/3");
    }

    [Test]
    public async Task A_shard_that_nothing_falls_into_breaks_no_pipeline()
    {
        var last = await ToolProcess.Run(("Rules", "auth.missing-key"), ("Operations", "models.list"), ("Shard", "4/4"));

        last.Program.ExitCode.Should().Be(0, last.Program.Said);
        last.Program.Output.Should().Contain("No case falls into this shard");
    }

    private static List<List<Case>> Parts(int count, RunSettings settings, bool bothSides)
    {
        var cases = Catalogue.Cases.ToDictionary(one => one.Id);
        return
        [
            .. Enumerable.Range(1, count).Select(number =>
                ShardPlan.CaseIds(new Shard(number, count), settings, bothSides).Select(id => cases[id]).ToList())
        ];
    }

    private static bool IsJudged(CaseResult result) => result.Verdict != Verdict.Skip;

    private static string Judged(CaseResult result) => $"{result.Id}: {result.Verdict} {result.Reason?.Kind} {result.Reason?.Rule}";
}
