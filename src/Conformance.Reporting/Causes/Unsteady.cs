using Conformance.Reporting.Results;

namespace Conformance.Reporting.Causes;

/// <summary>A case that did not come to the same every time: intermittent, or answered only when it was sent again.</summary>
public static class Unsteady
{
    /// <summary>The unsteady cases of a run: broken ones first.</summary>
    public static IReadOnlyList<CaseResult> Of(RunResult run) =>
        [.. run.Cases.Where(result => Words(result) is not null).OrderByDescending(result => Severity.Of(result.Verdict))];

    /// <summary>How it showed: <c>broken 1 of 3 times</c>, <c>answered only when sent again</c>; null for a steady case.</summary>
    public static string? Words(CaseResult result)
    {
        var again = result.Flaky ? "answered only when sent again" : null;
        return result.Intermittent is { } broken
            ? FormattableString.Invariant($"broken {broken.Broken} of {broken.Of} times{(again is null ? "" : ", " + again)}")
            : again;
    }
}
