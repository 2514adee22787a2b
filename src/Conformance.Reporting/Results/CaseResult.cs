using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Conformance.Reporting.Results;

/// <summary>What one case came to, and which exchange shows it.</summary>
/// <param name="Id"><c>rule:operation</c>, with <c>[variant]</c> where the rule has variants.</param>
/// <param name="Rule">The id of the rule.</param>
/// <param name="Operation">The id of the operation; null where the rule concerns none in particular.</param>
/// <param name="Variant">The variant, <c>chunked</c>; null where there is none.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Reason">Why it was skipped or not judged, as a value; null for every other verdict.</param>
/// <param name="Message">
/// Why, in one line that says what was expected and what came; null on a plain pass. Skips and errors always have one, made
/// from <paramref name="Reason"/>. Nothing is decided by reading it.
/// </param>
/// <param name="Expected">What the deciding assertion expected, in one line; null where nothing was asserted.</param>
/// <param name="Came">
/// What that assertion judged, in a few words: <c>none</c>, <c>413 text/html</c>; null where nothing was asserted.
/// </param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Observed">What was measured: <c>status</c>, <c>errorType</c>, <c>bytesSent</c>, <c>limitBytes</c> and so on.</param>
/// <param name="Exchanges">The ids of its exchanges in <see cref="RunResult.Exchanges"/>, in the order they were sent.</param>
/// <param name="Deciding">
/// The id of the exchange that the failing assertion judged; for a pass, the last one judged; null where nothing was.
/// </param>
public sealed record CaseResult(
    string Id,
    string Rule,
    string? Operation,
    string? Variant,
    Verdict Verdict,
    Reason? Reason,
    string? Message,
    string? Expected,
    string? Came,
    double DurationMs,
    SortedDictionary<string, JsonNode?> Observed,
    IReadOnlyList<string> Exchanges,
    string? Deciding)
{
    /// <summary>What in the deciding exchange decided; a page marks this and nothing else.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>How often the promise was broken when it was asked for again; null where it was not, or was broken every time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Repetition? Intermittent { get; init; }

    /// <summary>Whether an exchange of it was answered only when it was sent again: after a reset, a timeout, a 429, 503 or 529.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Flaky { get; init; }
}
