using Conformance.Reporting.Text;

namespace Conformance.Reporting.Knowledge;

/// <summary>The deviations that were reported in public, each with its source: who else has had a failure.</summary>
public static class KnownDeviations
{
    /// <summary>Of several, those that break a rule in particular; where none is known, those that concern its family.</summary>
    public static IReadOnlyList<KnownDeviation> Breaking(string ruleId, IReadOnlyList<KnownDeviation> known)
    {
        List<KnownDeviation> exact = [.. known.Where(deviation => deviation.Rules.Any(rule => new Glob(rule).Matches(ruleId)))];
        var family = ruleId.Split('.')[0] + ".";
        return exact.Count > 0
            ? exact
            : [.. known.Where(deviation => deviation.Rules.Any(rule => rule.StartsWith(family, StringComparison.Ordinal)))];
    }
}
