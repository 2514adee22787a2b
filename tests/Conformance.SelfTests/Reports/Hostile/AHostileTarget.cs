using Conformance.Reporting.Results;
using Conformance.Reporting.Secrets;
using Conformance.SelfTests.Reports.Outputs;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Hostile;

/// <summary>The whole suite against a target whose every byte is hostile: files, console and annotations.</summary>
public sealed class AHostileTarget
{
    [Test]
    public async Task It_is_judged_and_fails()
    {
        var run = await HostileRun.Once();

        run.ExitCode.Should().NotBe(0);
        run.Results.Cases.Should().Contain(result => result.Verdict == Verdict.Fail);
        run.Results.Cases.Should()
            .Contain(
                result =>
                    run.Results.ExchangesOf(result).Any(
                        exchange => exchange.Response != null && exchange.Response.Body!.Text.Contains("window.pwned")));
        run.Results.Cases.Should().NotContain(result => result.Reason != null && result.Reason.Fault == Fault.Suite);
        run.Errors.Should().NotContain("secret of the run");
    }

    [Test]
    public async Task Its_bytes_reach_no_file_unescaped()
    {
        var run = await HostileRun.Once();

        var files = Directory.EnumerateFiles(run.Directory, "*", SearchOption.AllDirectories).ToList();
        files.Should().HaveCountGreaterThan(20);
        files.Where(file => Unseen.Characters().IsMatch(File.ReadAllText(file))).Should().BeEmpty();
        JUnitFiles.Valid(
            await File.ReadAllBytesAsync(Path.Combine(run.Directory, "junit.xml"))).Descendants("failure").Should().NotBeEmpty();
        var summary = await File.ReadAllTextAsync(Path.Combine(run.Directory, "summary.md"));
        Unseen.Commands().IsMatch(summary).Should().BeFalse();
        SummaryFiles.ShouldBeInert(SummaryFiles.Render(summary));
    }

    [Test]
    public async Task Its_bytes_command_neither_the_console_nor_the_workflow()
    {
        var run = await HostileRun.Once();

        var lines = (run.Output + run.Errors).Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        lines.Where(line => Unseen.Characters().IsMatch(line)).Should().BeEmpty();
        var commands = lines.Where(line => Unseen.Commands().IsMatch(line)).ToList();
        commands.Should()
            .OnlyContain(
                line =>
                    line.StartsWith("::error title=", StringComparison.Ordinal)
                        || line.StartsWith("::warning title=", StringComparison.Ordinal));
        commands.Should().HaveCountGreaterThan(1, "the annotations are the suite's own");
    }

    [Test]
    public async Task Its_summary_is_appended_to_that_of_the_job()
    {
        var run = await HostileRun.Once();

        (await File.ReadAllTextAsync(HostileRun.JobSummary)).Should()
            .StartWith("before\n\n# Claude API contract\n").And.Contain(
                await File.ReadAllTextAsync(Path.Combine(run.Directory, "summary.md")));
    }

    [Test]
    public async Task The_key_it_sends_back_is_in_no_output()
    {
        var run = await HostileRun.Once();

        var files = Directory.EnumerateFiles(run.Directory, "*", SearchOption.AllDirectories);
        (await SecretScan.FilesAsync(run.Directory, files, new SecretFinder([HostileRun.Key]))).Should().BeNull();
        (run.Output + run.Errors).Should().NotContain(HostileRun.Key);
    }

    [Test]
    public async Task Its_page_runs_nothing_and_loads_nothing()
    {
        var run = await HostileRun.Once();
        await using var sheet = await Chromium.Open(Path.Combine(run.Directory, "index.html"));

        await sheet.Page.EvaluateAsync("() => { for (const entry of document.querySelectorAll('details')) entry.open = true; }");

        (await sheet.Page.Locator("body").InnerTextAsync()).Should().Contain("<script>window.pwned=1</script>");
        await sheet.ShouldBeQuiet();
    }
}
