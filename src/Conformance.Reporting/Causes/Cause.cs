using Conformance.Reporting.Results;

namespace Conformance.Reporting.Causes;

/// <summary>
/// One thing to mend in a target: the cases that show it, whatever rules, operations and variants they belong to, and the
/// cases that could not be judged because of it.
/// </summary>
/// <param name="Verdict">What its cases came to.</param>
/// <param name="Rules">The rules that are broken by it, the one with the most cases first; at least one.</param>
/// <param name="Cases">The cases of <paramref name="Verdict"/>, in the order of the operations; at least one.</param>
/// <param name="Lesser">The warnings that show the same thing, in the same order.</param>
/// <param name="Hidden">The cases that were not judged because one of the rules already says what is wrong.</param>
/// <param name="Deciding">The case that stands for the others: the one that says most.</param>
/// <param name="Places">Where it shows, by part of the API.</param>
/// <param name="OnlyVariants">The variants that fail where other variants of the same cases pass; empty for none.</param>
public sealed record Cause(
    Verdict Verdict,
    IReadOnlyList<RuleInfo> Rules,
    IReadOnlyList<CaseResult> Cases,
    IReadOnlyList<CaseResult> Lesser,
    IReadOnlyList<CaseResult> Hidden,
    CaseResult Deciding,
    IReadOnlyList<Place> Places,
    IReadOnlyList<string> OnlyVariants)
{
    /// <summary>The rule that stands for the others.</summary>
    public RuleInfo Rule => Rules[0];

    /// <summary>The ids of the operations concerned, each once; empty for a rule that concerns none in particular.</summary>
    public IReadOnlyList<string> Operations => [.. Cases.Select(result => result.Operation).OfType<string>().Distinct()];

    /// <summary>The variants concerned, each once.</summary>
    public IReadOnlyList<string> Variants => [.. Cases.Select(result => result.Variant).OfType<string>().Distinct()];

    /// <summary>How many of its cases were intermittent or flaky.</summary>
    public int Unsteady => Cases.Count(result => result.Intermittent is not null || result.Flaky);

    /// <summary>
    /// The causes of all cases of a verdict: those that bind most first, then those with the most cases. A warning that shows
    /// what a failure shows stands with the failure and is no cause of its own.
    /// </summary>
    public static IReadOnlyList<Cause> Of(RunResult run, Verdict verdict)
    {
        var failed = verdict == Verdict.Warn
            ? run.Cases.Where(result => result.Verdict == Verdict.Fail).Select(result => Symptom.Of(run, result)).ToHashSet()
            : [];
        var warned = verdict == Verdict.Fail
            ? run.Cases.Where(result => result.Verdict == Verdict.Warn).ToLookup(result => Symptom.Of(run, result))
            : null;
        var rules = run.Rules.DistinctBy(rule => rule.Id).ToDictionary(rule => rule.Id);
        var order = new OperationOrder(run);
        var makers = run.Cases.Where(result => result.Verdict == verdict)
            .GroupBy(result => Symptom.Of(run, result))
            .Where(symptom => !failed.Contains(symptom.Key))
            .Select(symptom => (symptom.Key, Cases: symptom.OrderBy(order.Of).ToList()))
            .OrderByDescending(symptom => symptom.Cases.Count)
            .ToList();
        var hidden = HiddenBehind(run, makers.Select(symptom => symptom.Cases).ToList());
        return
        [
            .. makers.Select((symptom, index) => new Cause(
                    verdict,
                    [.. symptom.Cases.CountBy(result => result.Rule)
                        .OrderByDescending(rule => rule.Value).ThenBy(rule => rule.Key, StringComparer.Ordinal)
                        .Select(rule => rules.GetValueOrDefault(rule.Key) ?? Unknown(rule.Key))],
                    symptom.Cases,
                    [.. (warned?[symptom.Key] ?? []).OrderBy(order.Of)],
                    hidden[index],
                    Telling.Of(run, symptom.Cases),
                    Place.Of(run, symptom.Cases),
                    FailingVariants(run, symptom.Cases)))
                .OrderBy(cause => cause.Rules.Any(rule => rule.Level == "MUST") ? 0 : 1)
                .ThenByDescending(cause => cause.Cases.Count + cause.Hidden.Count)
                .ThenBy(cause => cause.Rule.Id, StringComparer.Ordinal),
        ];
    }

    // A case that was left to another rule hangs below the cause that this rule has on the same operation.
    private static List<List<CaseResult>> HiddenBehind(RunResult run, List<List<CaseResult>> causes)
    {
        Dictionary<(string Rule, string? Operation), int> at = [];
        foreach (var (cases, index) in causes.Select((cases, index) => (cases, index)))
        {
            foreach (var result in cases)
            {
                at.TryAdd((result.Rule, result.Operation), index);
                at.TryAdd((result.Rule, null), index);
            }
        }

        List<List<CaseResult>> hidden = [.. causes.Select(_ => new List<CaseResult>())];
        foreach (
            var result in run.Cases.Where(
                result => result.Reason is { Kind: ReasonKind.OtherRule or ReasonKind.NotServed, Rule: not null }))
        {
            if (
                at.TryGetValue((result.Reason!.Rule!, result.Operation), out var cause)
                    || at.TryGetValue((result.Reason.Rule!, null), out cause))
            {
                hidden[cause].Add(result);
            }
        }

        return hidden;
    }

    private static string[] FailingVariants(RunResult run, List<CaseResult> cases)
    {
        var concerned = cases.Select(result => (result.Rule, result.Operation)).ToHashSet();
        var keeps = run.Cases.Any(result => result.Verdict == Verdict.Pass && concerned.Contains((result.Rule, result.Operation)));
        return keeps ? [.. cases.Select(result => result.Variant).OfType<string>().Distinct()] : [];
    }

    private static RuleInfo Unknown(string id) => new(id, "", id, "", [], new("", "", ""));
}
