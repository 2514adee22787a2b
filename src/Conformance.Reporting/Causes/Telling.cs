using Conformance.Reporting.Results;

namespace Conformance.Reporting.Causes;

/// <summary>Chooses, of several cases that show one thing, the one whose message helps most.</summary>
internal static class Telling
{
    /// <summary>What a case observed where its limit is a known product's default.</summary>
    private const string KnownLimit = "limitLooksLike";

    /// <summary>
    /// The case that says most: one that names a known limit, then one in which the target speaks, then one with an exchange;
    /// the earlier of two that say as much.
    /// </summary>
    public static CaseResult Of(RunResult run, IReadOnlyList<CaseResult> cases) => cases.MaxBy(result => Weight(run, result))!;

    private static int Weight(RunResult run, CaseResult result) =>
        (result.Observed.GetValueOrDefault(KnownLimit) is not null ? 8 : 0)
        + (TargetWords.Of(run.DecidingOf(result)) is not null ? 4 : 0)
        + (result.Deciding is not null ? 2 : 0)
        + (result.Message is { Length: > 0 } ? 1 : 0);
}
