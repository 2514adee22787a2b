using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Cli;

/// <summary><c>conformance merge</c>.</summary>
public sealed class MergingShards
{
    [Test]
    public async Task Shards_that_the_suite_ran_are_one_run_again()
    {
        var first = SuiteProcess.Run(("Operations", "models.*"), ("Rules", "auth.*"));
        var second = SuiteProcess.Run(("Operations", "files.*"), ("Rules", "auth.*"));
        var (models, files) = (await first, await second);
        var directory = TestDirectory.Create();

        var merged = await Command.Run(
            directory, "merge", models.Directory, Path.Combine(files.Directory, "results.json"), "--output", "whole");

        merged.ExitCode.Should().Be(0, merged.Errors);
        var whole = await ResultsJson.ReadAsync(Path.Combine(directory, "whole", "results.json"));
        whole.Summary.Pass.Should().Be(models.Results.Summary.Pass + files.Results.Summary.Pass).And.BePositive();
        whole.Cases.Select(result => result.Id).Should().Equal(models.Results.Cases.Select(result => result.Id));
        whole.Settings["Operations"]!.ToJsonString().Should().Be("""["models.*","files.*"]""");
        foreach (var output in new[] { "index.html", "junit.xml", "summary.md", "badge.json", "allure-results" })
        {
            Path.Exists(Path.Combine(directory, "whole", output)).Should().BeTrue();
        }
    }

    [Test]
    public async Task Where_two_disagree_the_worse_stays_and_says_so()
    {
        var directory = await Command.DirectoryWith(("a", SampleRuns.Green.Sparse()), ("b", SampleRuns.Broken.Sparse()));

        var merged = await Command.Run(directory, "merge", "a", "b");

        merged.ExitCode.Should().Be(1);
        merged.Output.Should().Contain("40 promises broken");
        var whole = await ResultsJson.ReadAsync(Path.Combine(directory, "reports", "results.json"));
        whole.Cases.Where(result => result.Verdict == Verdict.Fail).Should().Contain(
            result => result.Message!.EndsWith("(in another shard: pass)"));
    }
}
