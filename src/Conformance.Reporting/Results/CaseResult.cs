using System.Text.Json.Nodes;

namespace Conformance.Reporting.Results;

/// <summary>What one case came to, with its evidence.</summary>
/// <param name="Id"><c>rule:operation</c>, with <c>[variant]</c> where the rule has variants.</param>
/// <param name="Rule">The id of the rule.</param>
/// <param name="Operation">The id of the operation; null where the rule concerns none in particular.</param>
/// <param name="Variant">The variant, <c>chunked</c>; null where there is none.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Message">
/// Why, in one line that says what was expected and what came; null on a plain pass. Skips and errors always have one.
/// </param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Observed">What was measured: <c>status</c>, <c>errorType</c>, <c>bytesSent</c>, <c>limitBytes</c> and so on.</param>
/// <param name="Exchanges">The exchanges, in the order they were sent; the last is the deciding one.</param>
public sealed record CaseResult(
    string Id,
    string Rule,
    string? Operation,
    string? Variant,
    Verdict Verdict,
    string? Message,
    double DurationMs,
    SortedDictionary<string, JsonNode?> Observed,
    IReadOnlyList<ExchangeInfo> Exchanges)
{
    /// <summary>What the rule expects here, in one line; null where nothing was asserted.</summary>
    public string? Expected { get; init; }

    /// <summary>For an error: whose fault it is: <c>network</c>, <c>target</c>, <c>settings</c> or <c>suite</c>; otherwise null.</summary>
    public string? Fault { get; init; }
}
