using System.Globalization;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Comparisons;

/// <summary>What one run does for a rule on an operation, its variants taken together.</summary>
/// <param name="Verdict">The worst verdict; null where the run has no such case.</param>
/// <param name="Count">How many variants have that verdict.</param>
/// <param name="Of">How many variants there are.</param>
/// <param name="Message">The message of the first case with that verdict; null where it has none.</param>
/// <param name="Answer">What was observed in that case: status, error type and limit; empty where nothing was.</param>
public sealed record ComparisonCell(Verdict? Verdict, int Count, int Of, string? Message, string Answer)
{
    private static readonly string[] Compared = ["status", "errorType", "outcome", "limitBytes"];

    /// <summary>The verdict as a word, with the share of the variants where they do not agree: <c>fail (2 of 3)</c>.</summary>
    public string Word => Verdict is not { } verdict ? "no case"
        : Count == Of ? verdict.ToString().ToLowerInvariant()
        : string.Create(CultureInfo.InvariantCulture, $"{verdict.ToString().ToLowerInvariant()} ({Count} of {Of})");

    internal static ComparisonCell From(IReadOnlyList<CaseResult> cases)
    {
        if (cases.Count == 0)
        {
            return new ComparisonCell(null, 0, 0, null, "");
        }

        var worst = cases.MaxBy(result => Severity.Of(result.Verdict))!;
        return new ComparisonCell(
            worst.Verdict, cases.Count(result => result.Verdict == worst.Verdict), cases.Count, worst.Message, AnswerOf(worst));
    }

    internal static string AnswerOf(CaseResult result) => string.Join(
        ' ',
        Compared.Select(name => result.Observed.GetValueOrDefault(name)).Where(value => value is not null));
}
