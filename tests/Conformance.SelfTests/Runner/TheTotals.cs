using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Runner;

/// <summary>What the test runner counts and shows is what the results hold, and a red run does not bury its summary.</summary>
public sealed class TheTotals
{
    private const int MostLines = 60;
    private const int Screen = 40;

    private static readonly (string, string)[] Small =
        [("Rules", "auth.*,error.*,content.*"), .. ExactLimits.Settings.Select(setting => (setting.Key, setting.Value))];

    [Test]
    public async Task Under_dotnet_test_a_broken_promise_is_one_test_on_however_many_operations()
    {
        await using var server = await Broken();

        var run = await DotnetTest.Run([("BaseUrl", server.BaseUrl.AbsoluteUri), .. Small]);

        run.ExitCode.Should().Be(2, run.Output + run.Errors);
        run.Results.Summary.Fail.Should().BeGreaterThan(80);
        run.Output.Split('\n').Should().HaveCountLessThanOrEqualTo(MostLines);
        run.Output.Should().Contain("failed content.error-json").And.Contain($"{run.Results.Summary.Fail:N0} cases, such as");
        Summary(run).Should().HaveCountLessThanOrEqualTo(Screen);
        var rules = RuleTotals.Of(run.Results);
        RunnerTotals.Of(run).Should().Be(new RunnerTotals(rules.Judged, rules.Failed, rules.Judged - rules.Failed, 0));
        run.Output.Should().Contain($"rules: {rules.Judged:N0} judged, {rules.Failed:N0} failed");
    }

    [Test]
    public async Task Under_dotnet_test_each_case_is_a_test_where_that_is_asked()
    {
        await using var server = await Broken();

        var run = await DotnetTest.Run(
            ["--show-test-results", "failed"], [("BaseUrl", server.BaseUrl.AbsoluteUri), .. Small, ("Operations", "models.*")]);

        run.ExitCode.Should().Be(2, run.Output + run.Errors);
        run.Failed.Should().NotBeEmpty();
        run.Failed.Should().OnlyContain(one => run.Output.Contains($"failed {one.Id}\n"));
        RunnerTotals.Of(run).Should().Be(Cases(run.Results.Summary with { Skip = 0 }));
        run.Output.Should().NotContain("skipped error.");
    }

    [Test]
    public async Task Under_dotnet_test_the_skipped_cases_are_tests_where_they_are_asked_for()
    {
        var run = await DotnetTest.Run(["--show-test-results", "all"], ("Rules", "auth.missing-key"), ("Operations", "models.*"));

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        RunnerTotals.Of(run).Should().Be(Cases(run.Results.Summary));
    }

    [Test]
    public async Task Under_dotnet_test_what_is_green_is_said_in_few_lines()
    {
        var run = await DotnetTest.Run(("Rules", "auth.*"), ("Operations", "models.*"));

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        run.Output.Split('\n').Should().HaveCountLessThanOrEqualTo(20);
        run.Output.Should().Contain(Path.Combine(run.Directory, "index.html"));
    }

    [Test]
    public async Task As_an_executable_every_case_is_counted()
    {
        await using var server = await Broken();

        var run = await ExternalRun.Against(server.BaseUrl, Small);

        run.ExitCode.Should().Be(2, run.Output + run.Errors);
        run.Output.Split('\n').Should().HaveCountLessThanOrEqualTo(MostLines);
        RunnerTotals.Of(run).Should().Be(Cases(run.Results.Summary));
        RunnerTotals.Of(run).Total.Should().Be(run.Results.Cases.Count);
    }

    [Test]
    public async Task As_an_executable_each_failing_case_is_shown_where_that_is_asked()
    {
        await using var server = await Broken();

        var run = await SuiteProcess.Run(
            [
                "--show-test-results", "failed", "--test-parameter", $"BaseUrl={server.BaseUrl}", "--test-parameter",
                "Rules=content.error-json", "--test-parameter", "Operations=models.*",
            ],
            ExternalRun.Keys);

        run.Failed.Should().NotBeEmpty().And.OnlyContain(one => run.Output.Contains($"failed {one.Id}"), run.Output);
    }

    [Test]
    public async Task A_filter_of_the_runner_selects_cases()
    {
        var run = await SuiteProcess.Run(
            ["--filter", "Name~auth.missing-key:models", "--test-parameter", "Rules=auth.*", "--test-parameter", "Operations=models.*"],
            new Dictionary<string, string>());

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        RunnerTotals.Of(run).Should().Be(new RunnerTotals(2, 0, 2, 0));
    }

    private static Task<ReferenceServer> Broken() =>
        ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions { Deviations = ["error-text-html"] }));

    private static RunnerTotals Cases(Summary summary)
    {
        var (failed, skipped) = (summary.Fail + summary.Error, summary.Skip + summary.Waived);
        var succeeded = summary.Pass + summary.Info + summary.Warn;
        return new RunnerTotals(failed + skipped + succeeded, failed, succeeded, skipped);
    }

    private static IEnumerable<string> Summary(SuiteProcess run) =>
        run.Output.Split('\n').SkipWhile(line => !line.Contains("Conformance: ", StringComparison.Ordinal));
}
