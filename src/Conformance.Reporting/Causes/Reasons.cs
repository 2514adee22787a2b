using Conformance.Reporting.Results;

namespace Conformance.Reporting.Causes;

/// <summary>Cases that were not judged for one kind of reason.</summary>
/// <param name="Verdict">Error or skip.</param>
/// <param name="Kind">The kind; null where a results file gives none.</param>
/// <param name="Fault">For an error: whose fault; otherwise null.</param>
/// <param name="Cases">The cases; at least one.</param>
public sealed record Reasons(Verdict Verdict, ReasonKind? Kind, Fault? Fault, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>The reason in words; where another rule says what is wrong, that rule.</summary>
    public string Text
    {
        get
        {
            var rules = Cases.Select(result => result.Reason?.Rule).OfType<string>().Distinct().ToList();
            return rules.Count == 1 ? ReasonText.Of(Cases[0].Reason)
                : Kind is { } kind ? ReasonText.Of(kind)
                : ReasonText.Of((Reason?)null);
        }
    }

    /// <summary>The messages of the cases with how many have each, the commonest first.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Messages =>
        [
            .. Cases.Select(result => result.Message).OfType<string>()
                .CountBy(message => message).OrderByDescending(message => message.Value)
        ];

    /// <summary>The cases of a verdict by kind of reason, the commonest first.</summary>
    public static IReadOnlyList<Reasons> Of(RunResult run, Verdict verdict) =>
    [
        .. run.Cases.Where(result => result.Verdict == verdict)
            .GroupBy(result => result.Reason?.Kind)
            .Select(group => new Reasons(verdict, group.Key, group.First().Reason?.Fault, [.. group]))
            .OrderByDescending(reason => reason.Cases.Count),
    ];
}
