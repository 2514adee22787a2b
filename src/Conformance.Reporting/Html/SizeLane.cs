using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>What was learnt about the size limit of one group of operations.</summary>
/// <param name="Group">Standard, Batch or Files.</param>
/// <param name="Documented">The documented limit, as the settings read it.</param>
/// <param name="Attempts">The bodies that were tried, the smallest first.</param>
/// <param name="Found">The exact limit where it was found, in bytes; otherwise null.</param>
/// <param name="Ordinary">What a client that reads only after it has written saw of the refusals: an answer or a broken pipe.</param>
public sealed record SizeLane(
    SizeGroup Group, SizeLimit Documented, IReadOnlyList<SizeAttempt> Attempts, long? Found, IReadOnlyList<string> Ordinary)
{
    /// <summary>The largest body that the target took; null where it took none.</summary>
    public long? LargestAccepted => Attempts.LastOrDefault(attempt => attempt.Outcome == SizeOutcome.Accepted)?.Bytes;

    /// <summary>The smallest body that it refused; null where it refused none.</summary>
    public long? SmallestRefused => Attempts.FirstOrDefault(attempt => attempt.Outcome == SizeOutcome.Refused)?.Bytes;

    /// <summary>The groups for which the rules of the family <c>size</c> tried bodies.</summary>
    public static IReadOnlyList<SizeLane> Of(RunResult run)
    {
        var cases = run.Cases.Where(result => result.Rule.StartsWith("size.", StringComparison.Ordinal))
            .Where(result => result.Verdict is not (Verdict.Skip or Verdict.Error))
            .ToLookup(Of);
        List<SizeLane> lanes = [];
        foreach (var group in new[] { SizeGroup.Standard, SizeGroup.Batch, SizeGroup.Files })
        {
            List<SizeAttempt> attempts =
            [
                .. cases[group].SelectMany(
                    result => SizeAttempt.Of(run, result)).Where(attempt => attempt.Bytes > 0).OrderBy(attempt => attempt.Bytes)
            ];
            if (attempts.Count > 0)
            {
                var found = cases[group].SelectMany(
                    result => SizeAttempt.Numbers(result.Observed.GetValueOrDefault("limitBytes"))).ToList();
                var ordinary = cases[group].Select(
                    result => result.Observed.GetValueOrDefault("ordinaryClient")).OfType<JsonValue>().Select(value => value.ToString());
                lanes.Add(
                    new SizeLane(
                        group,
                        Limit(run, group),
                        attempts,
                        found.Count > 0 ? found[^1] : null,
                        [.. ordinary.Distinct().Order(StringComparer.Ordinal)]));
            }
        }

        return lanes;
    }

    private static SizeGroup Of(CaseResult result)
    {
        if (result.Observed.GetValueOrDefault("group") is JsonValue value && value.TryGetValue<string>(out var name)
            && Enum.TryParse<SizeGroup>(name, ignoreCase: true, out var group))
        {
            return group;
        }

        return Contract.Operations.All.FirstOrDefault(operation => operation.Id == result.Operation)?.Size ?? SizeGroup.None;
    }

    private static SizeLimit Limit(RunResult run, SizeGroup group)
    {
        var documented = group switch
        {
            SizeGroup.Standard => SizeLimit.Standard,
            SizeGroup.Batch => SizeLimit.Batch,
            _ => SizeLimit.Files,
        };
        try
        {
            return run.Settings.GetValueOrDefault($"{group}Limit") is { } setting ? SizeLimit.Parse(setting.ToString()) : documented;
        }
        catch (FormatException)
        {
            return documented;
        }
    }
}
