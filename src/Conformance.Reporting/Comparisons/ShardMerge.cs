using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Comparisons;

/// <summary>Makes one run of the shards that it was split into.</summary>
public static class ShardMerge
{
    /// <summary>
    /// The union of the shards' cases, durations added up. A skip gives way to a shard that ran the case; where two
    /// judged it differently the worse verdict stays, and its message says so. A setting that differs is the list of its
    /// values.
    /// </summary>
    /// <exception cref="FormatException">
    /// There is no shard, they ran against different targets, or of a run that was split by the setting <c>Shard</c> one is missing.
    /// </exception>
    public static RunResult Merge(IReadOnlyList<RunResult> shards)
    {
        if (shards.Count == 0)
        {
            throw new FormatException("there is nothing to merge");
        }

        var target = shards[0].Target;
        if (shards.FirstOrDefault(shard => !shard.Target.IsSameAs(target)) is { } stranger)
        {
            throw new FormatException(VisibleText.Line(
                $"these are not shards of one run: one judged {target.BaseUrl}, another {stranger.Target.BaseUrl}"));
        }

        RequireEveryPart(shards);
        shards = Renumbered(shards);
        CaseResult[] cases =
        [
            .. shards.SelectMany(shard => shard.Cases)
                .GroupBy(result => result.Id)
                .Select(same => same.Aggregate(Decide))
                .OrderBy(result => result.Id, StringComparer.Ordinal),
        ];
        return new RunResult(
            new SuiteInfo(string.Join(", ", shards.Select(shard => shard.Suite.Version).Distinct())),
            target with
            {
                Served = [.. shards.SelectMany(shard => shard.Target.Served).Distinct()],
                HttpVersions = [.. shards.SelectMany(shard => shard.Target.HttpVersions).Distinct()],
            },
            MergeSettings(shards),
            shards.Min(shard => shard.StartedAt),
            shards.Sum(shard => shard.DurationMs),
            Summary.Of(cases),
            [.. shards.SelectMany(shard => shard.Operations).DistinctBy(operation => operation.Id)],
            [.. shards.SelectMany(shard => shard.Rules).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal)],
            [.. shards.SelectMany(shard => shard.Exchanges)],
            cases)
        {
            Requests = shards.Sum(shard => shard.Requests),
            BytesSent = shards.Sum(shard => shard.BytesSent),
            NotJudged = NotJudged(shards),
            NotJudgedReason = shards.Select(shard => shard.NotJudgedReason).FirstOrDefault(reason => reason is not null),
            Leftovers = [.. shards.SelectMany(shard => shard.Leftovers)],
            ExtraHeaders = [.. shards.SelectMany(shard => shard.ExtraHeaders).Distinct()],
            StaleWaivers = [.. shards.SelectMany(shard => shard.StaleWaivers).Distinct()],
        };
    }

    // Without one of them a part of the cases was never judged, and the merged run would look as good as whole.
    private static void RequireEveryPart(IReadOnlyList<RunResult> shards)
    {
        List<Shard> parts = [.. shards.Select(Shard.Of).OfType<Shard>()];
        if (parts.Select(part => part.Count).Distinct().Count() > 1 || (parts.Count > 0 && parts.Count < shards.Count))
        {
            throw new FormatException("these are not shards of one run: the setting Shard splits each of them otherwise");
        }

        if (parts is [{ Count: var count }, ..]
            && Enumerable.Range(1, count).Except(parts.Select(part => part.Number)).ToList() is { Count: > 0 } missing)
        {
            var lost = string.Join(", ", missing.Select(number => new Shard(number, count)));
            throw new FormatException($"of the shards of this run {lost} is missing");
        }
    }

    // Each shard numbers its own exchanges from the beginning.
    private static RunResult[] Renumbered(IReadOnlyList<RunResult> shards)
    {
        var number = 0;
        return [.. shards.Select(shard =>
        {
            var names = shard.Exchanges.ToDictionary(
                exchange => exchange.Id, _ => string.Create(CultureInfo.InvariantCulture, $"x{++number}"));
            return shard with
            {
                Exchanges = [.. shard.Exchanges.Select(exchange => exchange with { Id = names[exchange.Id] })],
                Cases =
                [
                    .. shard.Cases.Select(result => result with
                    {
                        Exchanges = [.. result.Exchanges.Select(id => names[id])],
                        Deciding = result.Deciding is { } deciding ? names[deciding] : null,
                    }),
                ],
            };
        })];
    }

    private static CaseResult Decide(CaseResult first, CaseResult second)
    {
        if (first.Verdict == Verdict.Skip && second.Verdict == Verdict.Skip)
        {
            // A reason of the target's or the budget's says more than the settings of the other shard.
            return Claim.LeavesOut(first) ? second : first;
        }

        var (worse, other) = Severity.Of(first.Verdict) >= Severity.Of(second.Verdict) ? (first, second) : (second, first);
        return other.Verdict == Verdict.Skip || other.Verdict == worse.Verdict
            ? worse
            : worse with
            {
                Message =
                    $"{worse.Message ?? worse.Verdict.ToString().ToLowerInvariant()} "
                        + $"(in another shard: {other.Verdict.ToString().ToLowerInvariant()})",
            };
    }

    private static SortedDictionary<string, JsonNode?> MergeSettings(IReadOnlyList<RunResult> shards)
    {
        var merged = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var name in shards.SelectMany(shard => shard.Settings.Keys).Distinct())
        {
            JsonNode?[] values =
            [
                .. shards.Select(shard => shard.Settings.GetValueOrDefault(name))
                    .DistinctBy(value => value?.ToJsonString())
                    .Select(value => value?.DeepClone()),
            ];

            // Every part is there, so it is the whole again.
            merged[name] = values.Length == 1 ? values[0] : name == Shard.Setting ? "" : new JsonArray(values);
        }

        return merged;
    }

    private static string? NotJudged(IReadOnlyList<RunResult> shards)
    {
        var reasons = shards.Select(shard => shard.NotJudged).OfType<string>().ToList();
        return reasons.Count == 0 ? null
            : reasons.Count == shards.Count ? reasons[0]
            : $"{reasons.Count} of {shards.Count} shards did not judge it: {reasons[0]}";
    }
}
