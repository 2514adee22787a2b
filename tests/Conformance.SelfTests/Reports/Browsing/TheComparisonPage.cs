using Conformance.SelfTests.Reports.Samples;
using FluentAssertions;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Browsing;

/// <summary><c>comparison.html</c> in a real browser.</summary>
public sealed class TheComparisonPage
{
    [TestCaseSource(typeof(SampleComparisons), nameof(SampleComparisons.Names))]
    public async Task It_opens_without_network_or_complaint_and_runs_nothing_of_a_target(string name)
    {
        await using var sheet = await Chromium.Open(await SampleComparisons.FileOf(name));

        (await sheet.Page.Locator("h1").InnerTextAsync()).Should().Contain(SampleComparisons.Of(name).Sentence);
        (await sheet.Page.Locator("script, img, iframe, base, main style, [onerror], [onload]").CountAsync()).Should().Be(0);
        await sheet.ShouldBeQuiet();
    }

    [TestCaseSource(typeof(SampleComparisons), nameof(SampleComparisons.Names))]
    public async Task It_needs_no_JavaScript_and_fits_360_pixels(string name)
    {
        await using var sheet = await Chromium.Open(
            await SampleComparisons.FileOf(name),
            new BrowserNewContextOptions { JavaScriptEnabled = false, ViewportSize = new ViewportSize { Width = 360, Height = 740 } });

        await Assertions.Expect(sheet.Page.Locator("#differences-title")).ToBeVisibleAsync();
        (await sheet.Page.Locator("body").BoundingBoxAsync())!.Width.Should().BeLessThanOrEqualTo(360);
        await sheet.ShouldBeQuiet(scripts: false);
    }

    [Test]
    public async Task What_the_gateway_made_itself_stands_first()
    {
        await using var sheet = await Chromium.Open(await SampleComparisons.FileOf("gateway"));

        var rows = sheet.Page.Locator("table.comparison").First.Locator("tbody tr");
        await Assertions.Expect(rows.First.Locator(".meaning")).ToHaveTextAsync("made by gateway");
        (await rows.Locator(".meaning", new LocatorLocatorOptions { HasTextString = "made by gateway" }).CountAsync()).Should()
            .BeGreaterThanOrEqualTo(SampleRuns.BrokenRules);
    }
}
