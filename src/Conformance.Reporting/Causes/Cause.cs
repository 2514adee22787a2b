using Conformance.Reporting.Results;

namespace Conformance.Reporting.Causes;

/// <summary>
/// One thing to mend: a rule that shows the same expectation and the same kind of observation, on however many
/// operations and in however many variants.
/// </summary>
/// <param name="Rule">The rule.</param>
/// <param name="Verdict">What its cases came to.</param>
/// <param name="Expected">What the rule expects, in one line; null where no case says it.</param>
/// <param name="Observed">What came instead, in one line, without what differs from case to case.</param>
/// <param name="Cases">The cases, in the order of the operations; at least one.</param>
public sealed record Cause(RuleInfo Rule, Verdict Verdict, string? Expected, string Observed, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>The case that stands for the others: the first with an exchange.</summary>
    public CaseResult Deciding => Cases.FirstOrDefault(result => result.Exchanges.Count > 0) ?? Cases[0];

    /// <summary>The ids of the operations concerned, each once; empty for a rule that concerns none in particular.</summary>
    public IReadOnlyList<string> Operations => [.. Cases.Select(result => result.Operation).OfType<string>().Distinct()];

    /// <summary>The variants concerned, each once.</summary>
    public IReadOnlyList<string> Variants => [.. Cases.Select(result => result.Variant).OfType<string>().Distinct()];

    /// <summary>The causes of all cases of a verdict; MUST before SHOULD, then the one with the most cases first.</summary>
    public static IReadOnlyList<Cause> Of(RunResult run, Verdict verdict)
    {
        var documented = run.Operations.Select((operation, index) => (operation.Id, index)).DistinctBy(pair => pair.Id).ToDictionary();
        int Place(CaseResult result) => result.Operation is { } operation ? documented.GetValueOrDefault(operation, int.MaxValue) : -1;
        var rules = run.Rules.DistinctBy(rule => rule.Id).ToDictionary(rule => rule.Id);
        return
        [
            .. run.Cases.Where(result => result.Verdict == verdict)
                .GroupBy(result => (result.Rule, Expected: Observation.Expected(result), Kind: Observation.Kind(result)))
                .Select(cases => new Cause(
                    rules.GetValueOrDefault(cases.Key.Rule) ?? Unknown(cases.Key.Rule),
                    verdict,
                    cases.MinBy(Place)!.Expected,
                    Observation.Of(cases.MinBy(Place)!),
                    [.. cases.OrderBy(Place)]))
                .OrderBy(cause => cause.Rule.Level == "MUST" ? 0 : 1)
                .ThenByDescending(cause => cause.Cases.Count)
                .ThenBy(cause => cause.Rule.Id, StringComparer.Ordinal),
        ];
    }

    private static RuleInfo Unknown(string id) => new(id, "", id, "", new("", "", ""));
}
