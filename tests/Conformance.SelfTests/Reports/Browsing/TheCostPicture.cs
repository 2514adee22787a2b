using System.Text.Json.Nodes;
using Conformance.Reporting.Comparisons;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using FluentAssertions;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Browsing;

/// <summary>The picture of what gateways cost, in a real browser.</summary>
public sealed class TheCostPicture
{
    private static readonly RunResult Direct = SampleRuns.Green.Sparse();

    [TestCase(ColorScheme.Light, 1280)]
    [TestCase(ColorScheme.Dark, 360)]
    public async Task It_has_no_violation_of_WCAG_and_breaks_no_page(ColorScheme scheme, int width)
    {
        var comparison = Comparison.Of(
            [new("nginx", Costing(0.4, 2.5)), new("a gateway with a name that is longer than its lane", Costing(15, 40_000))]);
        var file = Path.Combine(TestDirectory.Create(), "comparison.html");
        await ComparisonHtml.WriteAsync(comparison, file);

        await using var sheet = await Chromium.Open(file, Accessibility.Options(scheme, width));

        await Assertions.Expect(sheet.Page.Locator("#costs svg")).ToBeVisibleAsync();
        (await sheet.Page.Locator("body").BoundingBoxAsync())!.Width.Should().BeLessThanOrEqualTo(width);
        await sheet.ShouldBeQuiet();
        (await Accessibility.Violations(sheet)).Should().BeEmpty();
    }

    private static RunResult Costing(double median, double p95) => Direct with
    {
        Cases =
        [
            .. Direct.Cases,
            new CaseResult(
                "relay.cost:messages.create", "relay.cost", "messages.create", null, Verdict.Info, null, null, null, null, 1,
                new SortedDictionary<string, JsonNode?>
                {
                    ["addedMedianMs"] = median,
                    ["addedP95Ms"] = p95,
                    ["eventMedianMs"] = median / 2,
                    ["eventP95Ms"] = p95 / 2,
                    ["bodyFirstByteMs"] = null,
                    ["connectionsPerRequest"] = 1,
                    ["heldBytes"] = 2460,
                },
                [],
                null),
        ],
    };
}
