using Conformance.Reference;
using Conformance.Reporting.Text;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Detection;

/// <summary>
/// A property of the judge: several deviations at once fail the union of their rules, but for what one of them says that
/// it masks. The combinations come from a seed, so that they are the same in every run.
/// </summary>
public sealed class CombinedDeviationTests
{
    private const int Seed = 20_261_021;
    private const int Combinations = 12;

    private static IEnumerable<TestCaseData> Drawn
    {
        get
        {
            var random = new Random(Seed);
            var candidates = Deviations.All.Where(deviation => deviation.Settings.Count == 0 && !deviation.Masks.Contains("*")).ToArray();
            for (var i = 0; i < Combinations; i++)
            {
                var drawn = random.GetItems(candidates, random.Next(2, 5)).Distinct().ToArray();
                yield return new TestCaseData((object)drawn).SetArgDisplayNames(
                    $"seed {Seed}, {i}: {string.Join(" + ", drawn.Select(deviation => deviation.Name))}");
            }
        }
    }

    [TestCaseSource(nameof(Drawn))]
    public async Task Fail_the_union_of_their_rules(Deviation[] drawn)
    {
        var all = drawn.SelectMany(deviation => deviation.Rules).ToHashSet();
        var visible = drawn.Where(
            deviation => !IsMasked(deviation.Name, drawn)).SelectMany(deviation => deviation.Rules).Where(rule => !IsMasked(rule, drawn));

        var run = await JudgedRun.Of(await DetectionServers.At(drawn), new Dictionary<string, string>());

        // What one of them masks may show or not: an error as 200 is no error any more where another took its envelope.
        run.Broken.Keys.Where(rule => !IsMasked(rule, drawn)).Should().BeSubsetOf(all, run.Reasons());
        visible.Except(run.Broken.Keys).Should().BeEmpty(run.Reasons());
        run.ShouldBeJudged();
    }

    private static bool IsMasked(string id, Deviation[] drawn) =>
        drawn.Any(other => other.Masks.Any(mask => new Glob(mask).Matches(id)));
}
