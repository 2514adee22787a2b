using System.Globalization;
using Conformance.Reporting.Costs;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Comparisons;

/// <summary>
/// Two or more runs side by side: direct and through a gateway, yesterday and today, several gateways. The first is
/// what the others are measured by.
/// </summary>
/// <param name="Runs">The runs, at least two.</param>
/// <param name="Entries">What each does per rule and operation: what became worse first, what is the same last.</param>
public sealed record Comparison(IReadOnlyList<ComparedRun> Runs, IReadOnlyList<ComparisonEntry> Entries)
{
    /// <summary>What differs.</summary>
    public IEnumerable<ComparisonEntry> Differences => Entries.Where(entry => entry.Change != Change.Same);

    /// <summary>Whether the runs judged different targets, so that a difference is the target's doing and not the time's.</summary>
    public bool ComparesTargets => Runs.Any(run => !run.Result.Target.IsSameAs(Runs[0].Result.Target));

    /// <summary>
    /// Whether a later run is worse than the first: it fails, or could not judge, what the first does not, or judged
    /// nothing at all where the first did.
    /// </summary>
    public bool IsWorse => Entries.Any(entry => entry.Change == Change.Worse)
        || (Judged(Runs[0].Result) && Runs.Skip(1).Any(run => !Judged(run.Result)));

    /// <summary>What each gateway costs, of the runs that saw both of its sides.</summary>
    public IReadOnlyList<NamedCost> Costs =>
        [.. from run in Runs let cost = GatewayCost.Of(run.Result) where cost is not null select new NamedCost(run.Name, cost)];

    /// <summary>Compares runs.</summary>
    /// <exception cref="FormatException">There are fewer than two.</exception>
    public static Comparison Of(IReadOnlyList<ComparedRun> runs)
    {
        if (runs.Count < 2)
        {
            throw new FormatException("a comparison needs at least two runs");
        }

        var rules = runs.SelectMany(run => run.Result.Rules).DistinctBy(rule => rule.Id).ToDictionary(rule => rule.Id);
        var byRun = runs.Select(run => run.Result.Cases.ToLookup(result => (result.Rule, result.Operation))).ToList();
        var entries = byRun.SelectMany(cases => cases.Select(group => group.Key)).Distinct()
            .Select(key => Row(key.Rule, key.Operation, [.. byRun.Select(cases => cases[key].ToList())]))
            .GroupBy(row => (row.RuleId, row.Change, string.Join('\n', row.Cells.Select(cell => $"{cell.Word} {cell.Answer}"))))
            .Select(same => same.First() with
            {
                Rule = rules.GetValueOrDefault(same.Key.RuleId),
                Operations = [.. same.SelectMany(row => row.Operations).Order(StringComparer.Ordinal)],
            })
            .OrderBy(entry => entry.Change)
            .ThenByDescending(entry => entry.Operations.Count)
            .ThenBy(entry => entry.RuleId, StringComparer.Ordinal);
        return new Comparison(runs, [.. entries]);
    }

    /// <summary>
    /// What an entry says about the second of two runs: for two targets, whether the second made the difference itself or
    /// the first has it too; for one target at two times, whether it is new, mended or still there.
    /// </summary>
    public string Meaning(ComparisonEntry entry)
    {
        if (Runs.Count > 2 || entry.Cells[0].Verdict is not { } before || entry.Cells[1].Verdict is not { } after)
        {
            return Meanings[entry.Change];
        }

        if (IsUnjudged(before) != IsUnjudged(after))
        {
            return $"not judged in {Runs[IsUnjudged(before) ? 0 : 1].Name}";
        }

        return (IsBroken(before), IsBroken(after)) switch
        {
            (false, true) => ComparesTargets ? $"made by {Runs[1].Name}" : "new",
            (true, false) => ComparesTargets ? $"mended by {Runs[1].Name}" : "mended",
            (true, true) when entry.Change == Change.Same => ComparesTargets ? $"already in {Runs[0].Name}" : "still there",
            (true, true) => "broken in both, differently",
            _ => Meanings[entry.Change],
        };
    }

    /// <summary>The comparison in one sentence, without a full stop.</summary>
    public string Sentence
    {
        get
        {
            var (worse, better, other) = (CountOf(Change.Worse), CountOf(Change.Better), CountOf(Change.Other));
            var notJudged = Runs.Where(run => !Judged(run.Result)).Select(run => $"{run.Name} judged nothing; ");
            var differences = worse + better + other == 0 ? "No difference"
                : string.Create(CultureInfo.InvariantCulture, $"{worse:N0} worse, {better:N0} better, {other:N0} otherwise different");
            return string.Concat(notJudged) + differences;
        }
    }

    private static readonly Dictionary<Change, string> Meanings = new()
    {
        [Change.Worse] = "worse",
        [Change.Better] = "better",
        [Change.Other] = "different",
        [Change.Same] = "the same",
    };

    private static bool IsBroken(Verdict verdict) => verdict is Verdict.Fail or Verdict.Warn or Verdict.Waived;

    private static bool IsUnjudged(Verdict verdict) => verdict is Verdict.Error or Verdict.Skip;

    private int CountOf(Change change) => Entries.Where(entry => entry.Change == change).Sum(entry => entry.Operations.Count);

    private static bool Judged(RunResult run) =>
        run.NotJudged is null && run.Cases.Any(result => result.Verdict is not (Verdict.Skip or Verdict.Error));

    private static ComparisonEntry Row(string rule, string? operation, IReadOnlyList<IReadOnlyList<CaseResult>> runs)
    {
        var before = Variants(runs[0]);
        var changes = runs.Skip(1).SelectMany(cases =>
        {
            var after = Variants(cases);
            return before.Keys.Union(after.Keys).Select(id => ChangeOf(before.GetValueOrDefault(id), after.GetValueOrDefault(id)));
        });
        return new ComparisonEntry(rule, null, [operation], [.. runs.Select(ComparisonCell.From)], changes.Min());
    }

    private static Dictionary<string, CaseResult> Variants(IReadOnlyList<CaseResult> cases) =>
        cases.DistinctBy(result => result.Id).ToDictionary(result => result.Id);

    private static Change ChangeOf(CaseResult? before, CaseResult? after)
    {
        var (failed, fails) = (
            before is not null && Severity.FailsBuild(before.Verdict), after is not null && Severity.FailsBuild(after.Verdict));
        return (failed, fails) switch
        {
            (false, true) => Change.Worse,
            (true, false) => Change.Better,
            _ when before?.Verdict != after?.Verdict => Change.Other,
            _ => ComparisonCell.AnswerOf(before!) == ComparisonCell.AnswerOf(after!) ? Change.Same : Change.Other,
        };
    }
}
