using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Outputs;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using FluentAssertions;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Browsing;

/// <summary><c>allure-results/</c>, proven with Allure's own command line, and read in a browser.</summary>
public sealed class AllureReport
{
    // Allure counts its readers, whatever it is told, and asks for a file that it writes only with a history.
    private static readonly string[] OfAllureItself = ["googletagmanager.com", "net::ERR_FAILED", "404 (Not Found)"];

    [Test]
    public async Task Of_a_passing_run_it_shows_that_all_passed()
    {
        await using var site = await StaticSite.Start(await Generate(SampleRuns.Green.Sparse()));
        await using var sheet = await Chromium.Open(site.Url);

        await Assertions.Expect(sheet.Page.GetByText("100%").First).ToBeVisibleAsync();
        await sheet.ShouldRunNothing(OfAllureItself);
    }

    [Test]
    public async Task Of_a_failing_and_hostile_target_it_shows_a_failure_its_steps_and_its_exchange_and_runs_nothing()
    {
        var run = SampleRuns.Hostile;
        var failure = run.Cases.First(result => result is { Verdict: Verdict.Fail, Operation: not null });
        await using var site = await StaticSite.Start(await Generate(run));
        await using var sheet = await Chromium.Open(site.Url);
        var page = sheet.Page;

        await page.GetByRole(AriaRole.Textbox).First.FillAsync(failure.Id);
        await page.GetByText(failure.Id).First.ClickAsync();
        await Assertions.Expect(page.GetByText("expected 401 authentication_error, got 403 permission_error").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("→ 403").First).ToBeVisibleAsync();
        await page.GetByText("HTTP exchange").First.ClickAsync();
        await Assertions.Expect(page.GetByText("< HTTP/1.1 403").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("x-api-key: [redacted]").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("<script>window.pwned=1</script>").First).ToBeVisibleAsync();
        await sheet.ShouldRunNothing(OfAllureItself);
    }

    private static async Task<string> Generate(RunResult run)
    {
        var directory = TestDirectory.Create();
        var results = Path.Combine(directory, "allure-results");
        await Conformance.Reporting.Allure.AllureResults.WriteAsync(run, results, "gateway-team");
        var report = Path.Combine(directory, "report");
        var (code, output) = await NodePackages.Run(
            "node_modules/allure/cli.js", "generate", results, "--output", report, "--cwd", directory);
        code.Should().Be(0, output);
        File.Exists(Path.Combine(report, "index.html")).Should().BeTrue(output);
        return report;
    }
}
