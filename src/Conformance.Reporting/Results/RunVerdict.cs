using System.Globalization;

namespace Conformance.Reporting.Results;

/// <summary>What a whole run came to, in one sentence and one number; every output says it with the same words.</summary>
/// <param name="ExitCode">
/// The exit code of the run, decided here alone:
/// 0 cases ran, none is <c>fail</c> or <c>error</c>, no waiver is stale, nothing was left over;
/// 2 a promise is broken, or a waiver is stale;
/// 1 a fault of the suite itself;
/// 4 the target could not be judged at all;
/// 3 something could not be judged or removed, or the run ended early.
/// Where several hold, the first of this list that is not 0; but 3 for a run that somebody interrupted, whatever it had found.
/// </param>
/// <param name="Sentence">The verdict as a sentence without a full stop.</param>
public sealed record RunVerdict(int ExitCode, string Sentence)
{
    /// <summary>The exit code of a fault of the suite itself.</summary>
    public const int OfTheSuite = 1;

    /// <summary>The exit code of a run in which something could not be judged, or that ended early.</summary>
    public const int NotJudged = 3;

    /// <summary>The exit code where settings, waivers or arguments cannot be used, and nothing was sent.</summary>
    public const int BadSettings = 5;

    /// <summary>Whether nothing is wrong: the exit code is 0.</summary>
    public bool IsGreen => ExitCode == 0;

    /// <summary>What the exit code means, in a few words.</summary>
    public string Meaning => ExitCode switch
    {
        0 => "no promise is broken",
        1 => "a fault of the suite itself",
        2 => "a promise is broken, or a waiver is stale",
        3 => "something could not be judged, or the run ended early",
        _ => "the target could not be judged at all",
    };

    /// <summary>The verdict of a run.</summary>
    public static RunVerdict Of(RunResult run)
    {
        var faults = Faults(run).ToList();
        return new RunVerdict(Code(run), faults.Count > 0
            ? Capitalised(string.Join("; ", faults))
            : IsEmptyShard(run) ? "No case falls into this shard" : Kept(run.Summary));
    }

    private static int Code(RunResult run)
    {
        if (run.NotJudgedReason?.Kind == ReasonKind.Interrupted)
        {
            return NotJudged;
        }

        if (run.Summary.Fail > 0 || run.StaleWaivers.Count > 0)
        {
            return 2;
        }

        if (run.NotJudgedReason?.Fault == Fault.Suite
            || run.Cases.Any(result => result is { Verdict: Verdict.Error, Reason.Fault: Fault.Suite }))
        {
            return 1;
        }

        if (IsUnusableClient(run))
        {
            return 4;
        }

        var outOfTime = run.NotJudgedReason?.Kind == ReasonKind.OutOfTime;
        if (Judged(run.Summary) == 0 && !outOfTime && (run.NotJudged is not null || run.Summary.Error == 0) && !IsEmptyShard(run))
        {
            return 4;
        }

        return run.NotJudged is not null || run.Summary.Error > 0 || run.Leftovers.Count > 0 ? 3 : 0;
    }

    // A client that fails where nothing is wrong may have sent good requests all the same.
    private static bool IsUnusableClient(RunResult run) => run is { Client: not null, NotJudgedReason.Kind: ReasonKind.Settings };

    // The other shards judge what there is; whether any did, the merged run says.
    private static bool IsEmptyShard(RunResult run) =>
        run.NotJudged is null && run.Summary.Error == 0 && Judged(run.Summary) == 0 && Shard.Of(run) is not null;

    private static IEnumerable<string> Faults(RunResult run)
    {
        if (run.NotJudged is { } reason)
        {
            yield return IsUnusableClient(run) ? $"the client was not judged: {reason}"
                : Judged(run.Summary) == 0 ? $"the target was not judged: {reason}"
                : $"the run ended early: {reason}";
        }

        var (broken, operations) = BrokenPromises(run);
        if (broken > 0)
        {
            yield return operations > 0
                ? $"{Count(broken, "promise")} broken on {Count(operations, "operation")}"
                : $"{Count(broken, "promise")} broken";
        }

        if (run.Summary.Error > 0)
        {
            yield return $"{Count(run.Summary.Error, "case")} not judged";
        }

        if (run.StaleWaivers.Count > 0)
        {
            yield return $"{Count(run.StaleWaivers.Count, "waiver")} expired or no longer needed";
        }

        if (run.Leftovers.Count > 0)
        {
            yield return $"{Count(run.Leftovers.Count, "thing")} left over on the target";
        }

        if (Judged(run.Summary) == 0 && run.NotJudged is null && run.Summary.Error == 0 && !IsEmptyShard(run))
        {
            yield return "no case ran, so nothing was judged";
        }
    }

    private static int Judged(Summary summary) => summary.Pass + summary.Fail + summary.Warn + summary.Waived + summary.Info;

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

        if (summary.Pass == 0)
        {
            return $"No promise is broken in {Count(Judged(summary), "case")}{Asides(asides)}";
        }

        var kept = summary.Waived > 0 ? "Every promise kept that no waiver excepts" : "Every promise kept";
        return $"{kept} in {Count(summary.Pass, "case")}{Asides(asides)}";
    }

    private static string Asides(List<string> asides) => asides.Count == 0 ? "" : $" ({string.Join(", ", asides)})";

    private static (int Rules, int Operations) BrokenPromises(RunResult run)
    {
        var failures = run.Cases.Where(result => result.Verdict == Verdict.Fail).ToList();
        return (
            failures.DistinctBy(result => result.Rule).Count(),
            failures.Select(result => result.Operation).OfType<string>().Distinct().Count());
    }

    private static string Count(int count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Capitalised(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
