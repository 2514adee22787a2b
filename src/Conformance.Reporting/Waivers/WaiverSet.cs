using System.Globalization;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Waivers;

/// <summary>The waivers of a run.</summary>
/// <param name="Waivers">They, in the order of their file; the first that covers a case is the one its message names.</param>
public sealed record WaiverSet(IReadOnlyList<Waiver> Waivers)
{
    /// <summary>No waiver.</summary>
    public static readonly WaiverSet Empty = new([]);

    /// <summary>
    /// The case as the waivers leave it: a failure that one of them covers is <see cref="Verdict.Waived"/>, with a message
    /// <c>waived until 2026-12-31: reason (what came)</c>. Everything else stays as it is, an error too: what was not
    /// judged cannot be accepted.
    /// </summary>
    public CaseResult Apply(CaseResult result, DateOnly today)
    {
        if (
            result.Verdict != Verdict.Fail
                || Waivers.FirstOrDefault(waiver => waiver.Matches(result) && !waiver.IsExpired(today)) is not { } covering)
        {
            return result;
        }

        var original = result.Message is { } message ? $" ({message})" : "";
        return result with { Verdict = Verdict.Waived, Message = $"waived until {Date(covering.Expires)}: {covering.Reason}{original}" };
    }

    /// <summary>The run with every case as the waivers leave it, its summary counted anew, and its stale waivers named.</summary>
    public RunResult Apply(RunResult run, DateOnly today)
    {
        CaseResult[] cases = [.. run.Cases.Select(result => Apply(result, today))];
        return run with { Cases = cases, Summary = Summary.Of(cases), StaleWaivers = Stale(cases, today) };
    }

    /// <summary>
    /// The waivers that fail the run, one line each: those that expired, and those that no case needed although every case
    /// they match was judged. Where the settings left a matching case out, or a fault kept it from being judged, nobody
    /// knows whether the waiver is needed, and it stays.
    /// </summary>
    /// <param name="cases">The cases of the run, before or after <see cref="Apply(CaseResult, DateOnly)"/>.</param>
    /// <param name="today">The day of the run.</param>
    public IReadOnlyList<string> Stale(IReadOnlyCollection<CaseResult> cases, DateOnly today) =>
        [.. Waivers.Select(waiver => Stale(waiver, cases, today)).OfType<string>()];

    private static string? Stale(Waiver waiver, IReadOnlyCollection<CaseResult> cases, DateOnly today)
    {
        if (waiver.IsExpired(today))
        {
            return Line(waiver, $"expired on {Date(waiver.Expires)}; mend the target, or give it a new date");
        }

        var matching = cases.Where(waiver.Matches).ToList();
        if (matching.Count == 0)
        {
            return Line(waiver, "matches no case of the suite; correct or remove it");
        }

        var needed = matching.Exists(result => result.Verdict is Verdict.Fail or Verdict.Waived);
        var undecided = matching.Exists(IsUndecided) || matching.TrueForAll(result => result.Verdict == Verdict.Skip);
        return needed || undecided ? null : Line(waiver, "is not needed any more: no case it matches fails; remove it");
    }

    // What the target does not have, or what does not apply to it, needs no waiver; of the rest nobody knows.
    private static bool IsUndecided(CaseResult result) => result.Verdict == Verdict.Error
        || (result.Verdict == Verdict.Skip && result.Reason?.Kind is (null or ReasonKind.NotClaimed or ReasonKind.NoKey
            or ReasonKind.OutOfBudget or ReasonKind.ToolMissing or ReasonKind.OtherRule));

    private static string Line(Waiver waiver, string what) =>
        VisibleText.Line($"{waiver.Place}: the waiver of {waiver.Rule} on {waiver.Operation} {what}");

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
