using Conformance.Reporting.Results;
using Conformance.Suite.Preflight;
using Conformance.Suite.Settings;

namespace Conformance.Suite.Running;

/// <summary>
/// Which cases a shard judges. Cases that share their requests stay together; what costs most goes first, each time to the shard
/// that has least. It follows from the ids and the settings alone, so that processes that know nothing of each other come to the
/// same parts.
/// </summary>
internal static class ShardPlan
{
    /// <summary>The ids of the cases of a shard.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="settings">The settings, which all shards of a run have in common but for the shard itself.</param>
    /// <param name="seesBothSides">Whether the run sees both sides of a gateway.</param>
    public static IReadOnlySet<string> CaseIds(Shard shard, RunSettings settings, bool seesBothSides)
    {
        var groups = Catalogue.Rules
            .Where(rule => seesBothSides || !rule.Attribute.SeesBothSides)
            .SelectMany(rule => rule.CasesOn(Claims.OperationsOf(settings)))
            .Where(one => Claims.LeftOut(one, settings) is null && settings.Contract.Includes(one.Since))
            .GroupBy(Shared)
            .Select(group => (group.Key, Ids: group.Select(one => one.Id).ToList(), Plan: RunPlan.Of([.. group], settings)))
            .ToList();
        var bytes = Math.Max(1.0, groups.Sum(group => group.Plan.BodyBytes));
        var requests = Math.Max(1.0, groups.Sum(group => group.Plan.Requests));
        var ids = Enumerable.Range(0, shard.Count).Select(_ => new HashSet<string>()).ToList();
        var loads = new (double Bytes, double Requests)[shard.Count];
        foreach (var (_, group, plan) in groups
            .OrderByDescending(group => Math.Max(group.Plan.BodyBytes / bytes, group.Plan.Requests / requests))
            .ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            var (cost, asked) = (plan.BodyBytes / bytes, plan.Requests / requests);
            var least = Enumerable.Range(0, shard.Count)
                .MinBy(index => (Worst(loads[index].Bytes + cost, loads[index].Requests + asked), ids[index].Count));
            loads[least] = (loads[least].Bytes + cost, loads[least].Requests + asked);
            ids[least].UnionWith(group);
        }

        return ids[shard.Number - 1];
    }

    // A shard is as slow as the scarcer of the two; of equals the one with less of both is better.
    private static double Worst(double bytes, double requests) => Math.Max(bytes, requests) + ((bytes + requests) / 1_000);

    // What is sent once for all of them: a large body, a burst, the answers that an operation gives to all rules.
    private static string Shared(Case one) => one switch
    {
        { Rule.Uploads: { } uploads } => uploads.Shared(one),
        { Operation: null } => one.Id,
        { Rule: { Family: "headers", Attribute.IsAskedOnce: true } } => $"burst {one.Operation.Id}",
        _ => one.Operation.Id,
    };
}
