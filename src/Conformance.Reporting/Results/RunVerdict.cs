using System.Globalization;

namespace Conformance.Reporting.Results;

/// <summary>What a whole run came to, in one sentence; every output says it with the same words.</summary>
/// <param name="IsGreen">
/// Whether cases ran and none is <c>fail</c> or <c>error</c>, the target was judged and no waiver is stale.
/// </param>
/// <param name="Sentence">The verdict as a sentence without a full stop.</param>
public sealed record RunVerdict(bool IsGreen, string Sentence)
{
    /// <summary>The verdict of a run.</summary>
    public static RunVerdict Of(RunResult run)
    {
        var (broken, operations) = BrokenPromises(run);
        var ran = run.Summary.Pass + run.Summary.Fail + run.Summary.Warn + run.Summary.Waived + run.Summary.Info;
        List<string> faults = [];
        if (run.NotJudged is { } reason)
        {
            faults.Add($"the target was not judged: {reason}");
        }

        if (broken > 0)
        {
            faults.Add(operations > 0 ? $"{Count(broken, "promise")} broken on {Count(operations, "operation")}" : $"{Count(broken, "promise")} broken");
        }

        if (run.Summary.Error > 0)
        {
            faults.Add($"{Count(run.Summary.Error, "case")} not judged");
        }

        if (run.StaleWaivers.Count > 0)
        {
            faults.Add($"{Count(run.StaleWaivers.Count, "waiver")} expired or no longer needed");
        }

        if (ran == 0 && faults.Count == 0)
        {
            faults.Add("no case ran, so nothing was judged");
        }

        return faults.Count == 0
            ? new RunVerdict(true, Kept(run.Summary))
            : new RunVerdict(false, Capitalised(string.Join("; ", faults)));
    }

    private static string Kept(Summary summary)
    {
        List<string> asides = [];
        if (summary.Waived > 0)
        {
            asides.Add($"{Number(summary.Waived)} waived");
        }

        if (summary.Warn > 0)
        {
            asides.Add(Count(summary.Warn, "warning"));
        }

        var kept = summary.Waived > 0 ? "Every promise kept that no waiver excepts" : "Every promise kept";
        return $"{kept} in {Count(summary.Pass, "case")}{(asides.Count == 0 ? "" : $" ({string.Join(", ", asides)})")}";
    }

    private static (int Rules, int Operations) BrokenPromises(RunResult run)
    {
        var failures = run.Cases.Where(result => result.Verdict == Verdict.Fail).ToList();
        return (failures.DistinctBy(result => result.Rule).Count(), failures.Select(result => result.Operation).OfType<string>().Distinct().Count());
    }

    private static string Count(int count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Capitalised(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
