using Conformance.Contract;
using Conformance.Gateway;
using Conformance.SelfTests.Detection;
using Conformance.Suite.Running;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.FromBothSides;

/// <summary>Every deviation of the reference gateway is found by exactly the rules whose promise it breaks.</summary>
public sealed class GatewayDeviationTests
{
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(3);

    private static readonly Lazy<Task<JudgedRun>> Unchanged = new(() => JudgedGateway.Run(options => options));

    private static IEnumerable<TestCaseData> All =>
        GatewayDeviations.All.Select(deviation => new TestCaseData(deviation).SetArgDisplayNames(deviation.Name));

    [TestCaseSource(nameof(All))]
    public async Task Is_caught_by_exactly_its_rules(GatewayDeviation deviation)
    {
        var isSlow = deviation.Rules.Any(rule => Catalogue.Find(rule).Attribute.NeedsSetting == "SlowAnswer");

        var run = await JudgedGateway.Run(
            options => options with { Deviations = [deviation.Name], ShortTimeout = ShortTimeout }, isSlow ? [("SlowAnswer", "6s")] : []);

        var levels = deviation.Rules.ToLookup(rule => Catalogue.Find(rule).Level == Level.Info);
        run.Broken.Keys.Should().BeEquivalentTo(levels[false], run.Reasons());
        run.ShouldBeJudged();
        foreach (var rule in levels[true])
        {
            Measured(run, rule).Should().NotBe(Measured(await Unchanged.Value, rule), "the deviation is recorded by {0}", rule);
        }
    }

    // Times are not the same twice.
    private static string Measured(JudgedRun run, string rule) =>
        string.Join(", ", run.Measured(rule).Split(", ").Where(pair => !pair.Split('=')[0].EndsWith("Ms", StringComparison.Ordinal)));
}
