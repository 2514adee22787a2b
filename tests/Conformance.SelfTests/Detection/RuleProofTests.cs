using Conformance.Contract;
using Conformance.Gateway;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Suite.Running;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Detection;

/// <summary>A rule that nothing breaks is an opinion, and so is a deviation that breaks nothing.</summary>
public sealed class RuleProofTests
{
    private static IEnumerable<Deviation> OfExamples => Deviations.All.Where(deviation => deviation.Examples.Count > 0);

    private static IEnumerable<string> OfGateways => GatewayDeviations.All.SelectMany(deviation => deviation.Rules);

    [Test]
    public void Every_rule_of_which_a_deviation_of_the_gateway_speaks_is_there() =>
        OfGateways.Should().BeSubsetOf(Catalogue.Rules.Select(rule => rule.Id));

    [Test]
    public void Every_rule_has_a_deviation_that_breaks_it() =>
        Catalogue.Rules.Where(rule => rule.Level != Level.Info).Select(rule => rule.Id)
            .Except(
                Deviations.All.SelectMany(deviation => deviation.Rules.Concat(deviation.Examples))).Except(OfGateways).Should().BeEmpty();

    [Test]
    public void Every_info_rule_has_a_deviation_that_it_measures() =>
        Catalogue.Rules.Where(rule => rule.Level == Level.Info).Select(rule => rule.Id)
            .Except(Deviations.All.SelectMany(deviation => deviation.Records)).Except(OfGateways).Should().BeEmpty();

    [Test]
    public void Every_deviation_breaks_or_changes_what_a_rule_of_the_catalogue_sees()
    {
        var levels = Catalogue.Rules.ToDictionary(rule => rule.Id, rule => rule.Level);
        foreach (var deviation in Deviations.All)
        {
            deviation.Rules.Concat(deviation.Records).Should().NotBeEmpty(deviation.Name);
            deviation.Rules.Concat(deviation.Examples).Should().NotContain(
                id => !levels.ContainsKey(id) || levels[id] == Level.Info, deviation.Name);
            deviation.Records.Should().NotContain(id => !levels.ContainsKey(id) || levels[id] != Level.Info, deviation.Name);
            deviation.Breaks.Should().EndWith(".");
            deviation.SeenIn.Should().NotBeEmpty();
        }
    }

    [Test]
    public void Every_deviation_has_a_name_of_its_own() =>
        Deviations.All.Select(deviation => deviation.Name).Should().OnlyHaveUniqueItems().And.OnlyContain(
            name => name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'));

    [TestCaseSource(nameof(OfExamples))]
    public async Task The_examples_fail_where_their_way_of_asking_is_broken(Deviation deviation)
    {
        // The probes go the way that is open, so that the examples are judged at all.
        var auth = deviation.Rules.Contains("auth.valid-key") ? "bearer" : "x-api-key";
        var settings = new Dictionary<string, string> { ["Rules"] = "example.*", ["Operations"] = "messages.create", ["Auth"] = auth };
        var run = await JudgedRun.Of(await DetectionServers.At(deviation), settings);

        var judged = run.Results.Cases.Where(
            one => one.Rule.StartsWith("example.", StringComparison.Ordinal) && one.Verdict != Verdict.Skip).ToList();
        judged.Should().NotBeEmpty();
        judged.Where(one => one.Verdict == Verdict.Fail).Select(one => one.Rule)
            .Should().BeEquivalentTo(judged.Select(one => one.Rule).Intersect(deviation.Examples), run.Reasons());
    }
}
