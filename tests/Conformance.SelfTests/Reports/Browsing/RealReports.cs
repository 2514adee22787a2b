using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using FluentAssertions;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Browsing;

/// <summary><c>index.html</c> of runs that the suite made: of a target that is green, and of one with forty deviations at once.</summary>
public sealed class RealReports
{
    private static readonly string[] Names = ["green", "forty deviations"];

    [Test]
    public async Task It_opens_without_network_or_complaint(
        [ValueSource(nameof(Names))] string name, [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme)
    {
        var run = await Run(name);
        await using var sheet = await Chromium.Open(Page(run), new BrowserNewContextOptions { ColorScheme = scheme });

        await Assertions.Expect(sheet.Page.Locator("h1")).ToContainTextAsync(RunVerdict.Of(run.Results).Sentence);
        (await sheet.Page.Locator(".case, .quiet li").CountAsync()).Should().Be(run.Results.Cases.Count);
        await sheet.ShouldBeQuiet();
    }

    [Test]
    public async Task It_stays_under_two_kilobytes_for_a_case([ValueSource(nameof(Names))] string name)
    {
        var run = await Run(name);

        new FileInfo(Page(run)).Length.Should().BeLessThan(run.Results.Cases.Count * 2_000L, "1,500 cases are to stay under 3 MB");
    }

    [Test]
    public async Task Every_broken_promise_is_one_entry()
    {
        var run = await RealRuns.FortyDeviations;
        await using var sheet = await Chromium.Open(Page(run), new BrowserNewContextOptions());

        var named = (await sheet.Page.Locator(".cause code").AllTextContentsAsync()).Select(text => text.Split(':')[0]).ToHashSet();

        var broken = run.Results.Cases.Where(
            result => result.Verdict is Verdict.Fail or Verdict.Warn).Select(result => result.Rule).Distinct().ToList();
        broken.Should().HaveCountGreaterThan(RealRuns.Broken / 2);
        broken.Where(rule => !named.Contains(rule)).Should().BeEmpty("each stands in the cause that breaks it");
        run.Results.Cases.Should().NotContain(result => result.Verdict == Verdict.Error);
    }

    [TestCase("green", ColorScheme.Light, 1280)]
    [TestCase("forty deviations", ColorScheme.Dark, 1280)]
    [TestCase("forty deviations", ColorScheme.Light, 360)]
    public async Task It_has_no_violation_of_WCAG(string name, ColorScheme scheme, int width)
    {
        await using var sheet = await Chromium.Open(
            await SampleReports.SparsePageOf((await Run(name)).Results), Accessibility.Options(scheme, width));

        (await Accessibility.Violations(sheet)).Should().BeEmpty();
    }

    private static Task<SuiteProcess> Run(string name) => name == "green" ? RealRuns.Green : RealRuns.FortyDeviations;

    private static string Page(SuiteProcess run) => Path.Combine(run.Directory, "index.html");
}
