using Conformance.Reporting.Results;

namespace Conformance.Reporting.Causes;

/// <summary>A rule with all its cases of one verdict: one cause, however many operations it shows on.</summary>
/// <param name="Id">The id of the rule.</param>
/// <param name="Rule">The rule; null where a results file names none with this id.</param>
/// <param name="Cases">Its cases of that verdict, in the order of the run; at least one.</param>
public sealed record BrokenRule(string Id, RuleInfo? Rule, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>How many operations the cases concern; a case that concerns none in particular counts as one.</summary>
    public int OperationCount => Cases.DistinctBy(result => result.Operation).Count();

    /// <summary>The message of the first case, in one line; empty where it has none.</summary>
    public string FirstMessage => Cases[0].Message ?? "";

    /// <summary>The rules of a run that have cases of this verdict, the one with the most cases first.</summary>
    public static IReadOnlyList<BrokenRule> Of(RunResult run, Verdict verdict)
    {
        var rules = run.Rules.DistinctBy(rule => rule.Id).ToDictionary(rule => rule.Id);
        return
        [
            .. run.Cases.Where(result => result.Verdict == verdict)
                .GroupBy(result => result.Rule)
                .Select(cases => new BrokenRule(cases.Key, rules.GetValueOrDefault(cases.Key), [.. cases]))
                .OrderByDescending(rule => rule.Cases.Count)
                .ThenBy(rule => rule.Id, StringComparer.Ordinal),
        ];
    }
}
