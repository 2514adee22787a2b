using System.Text.Json.Nodes;

namespace Conformance.Reporting.Results;

/// <summary>Everything a run found: the content of <c>results.json</c>, and what every other output is made from.</summary>
/// <param name="Suite">The suite that ran.</param>
/// <param name="Target">What it ran against.</param>
/// <param name="Settings">The settings by name, without secrets.</param>
/// <param name="StartedAt">When the run started, UTC.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Summary">Cases by verdict.</param>
/// <param name="Operations">The operations that the cases name.</param>
/// <param name="Rules">The rules that the cases apply.</param>
/// <param name="Cases">The cases, ordered by id.</param>
public sealed record RunResult(
    SuiteInfo Suite,
    TargetInfo Target,
    SortedDictionary<string, JsonNode?> Settings,
    DateTimeOffset StartedAt,
    double DurationMs,
    Summary Summary,
    IReadOnlyList<OperationInfo> Operations,
    IReadOnlyList<RuleInfo> Rules,
    IReadOnlyList<CaseResult> Cases)
{
    /// <summary>The version of the format. Changes within a version only add.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Why the whole target was not judged (unreachable, say); null where it was.</summary>
    public string? NotJudged { get; init; }

    /// <summary>The waivers that expired or that nothing needs, one line each; any of them fails the run.</summary>
    public IReadOnlyList<string> StaleWaivers { get; init; } = [];
}
