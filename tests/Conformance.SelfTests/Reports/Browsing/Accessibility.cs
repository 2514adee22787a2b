using Conformance.SelfTests.Reports.Samples;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using FluentAssertions;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Browsing;

/// <summary>WCAG 2.2 AA, as axe judges it, in both colour schemes and at 360 pixels.</summary>
public sealed class Accessibility
{
    private static readonly List<string> Standard = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    [TestCase("green", ColorScheme.Light, 1280)]
    [TestCase("broken", ColorScheme.Light, 1280)]
    [TestCase("broken", ColorScheme.Dark, 1280)]
    [TestCase("hostile", ColorScheme.Dark, 360)]
    public async Task The_report_has_no_violation(string name, ColorScheme scheme, int width) =>
        await ShouldPass(await SampleReports.SparsePageOf(name), scheme, width);

    [TestCase("gateway", ColorScheme.Light, 1280)]
    [TestCase("gateway", ColorScheme.Dark, 1280)]
    [TestCase("hostile", ColorScheme.Light, 360)]
    public async Task The_comparison_has_no_violation(string name, ColorScheme scheme, int width) =>
        await ShouldPass(await SampleComparisons.FileOf(name), scheme, width);

    /// <summary>A page as somebody sees it. Its own policy would keep axe out.</summary>
    internal static BrowserNewContextOptions Options(ColorScheme scheme, int width) => new()
    {
        BypassCSP = true,
        ColorScheme = scheme,
        ReducedMotion = ReducedMotion.Reduce,
        ViewportSize = new ViewportSize { Width = width, Height = 900 },
    };

    /// <summary>What axe finds of a page, its first entries opened.</summary>
    internal static async Task<IEnumerable<string>> Violations(Sheet sheet)
    {
        await sheet.Page.EvaluateAsync(
            "() => { for (const entry of [...document.querySelectorAll('details')].slice(0, 12)) entry.open = true; }");
        var found = await sheet.Page.RunAxe(
            new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = Standard }, ResultTypes = [ResultType.Violations] });
        return found.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {violation.Nodes[0].Html}");
    }

    private static async Task ShouldPass(string file, ColorScheme scheme, int width)
    {
        await using var sheet = await Chromium.Open(file, Options(scheme, width));

        (await Violations(sheet)).Should().BeEmpty();
    }
}
