using Conformance.Reference;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Detection;

/// <summary>Every deviation of the reference server is found by exactly the rules whose promise it breaks.</summary>
public sealed class DeviationTests
{
    private static IEnumerable<TestCaseData> All =>
        Deviations.All.Select(deviation => new TestCaseData(deviation).SetArgDisplayNames(deviation.Name));

    [TestCaseSource(nameof(All))]
    public async Task Is_caught_by_exactly_its_rules(Deviation deviation)
    {
        var run = await JudgedRun.Of(await DetectionServers.At(deviation), deviation.Settings);
        DetectionPage.Add(deviation, run);

        run.Broken.Keys.Should().BeEquivalentTo(deviation.Rules, run.Reasons());
        run.ShouldBeJudged();
        run.ShouldShowItsFaults();
        foreach (var rule in deviation.Records)
        {
            run.Measured(rule).Should().NotBe((await DetectionServers.Letter).Measured(rule), "the deviation is recorded by {0}", rule);
        }
    }
}
