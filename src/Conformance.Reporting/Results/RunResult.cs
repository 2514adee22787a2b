using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

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
/// <param name="Exchanges">The exchanges, each once, in the order of their ids.</param>
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
    IReadOnlyList<ExchangeInfo> Exchanges,
    IReadOnlyList<CaseResult> Cases)
{
    // By the list itself, so that a copy of the run with other exchanges never reads a stale index.
    private static readonly ConditionalWeakTable<IReadOnlyList<ExchangeInfo>, Dictionary<string, ExchangeInfo>> Indexes = [];

    /// <summary>The version of the format. Changes within a version only add.</summary>
    public int Schema { get; init; } = 2;

    /// <summary>Requests sent, repeated ones included.</summary>
    public long Requests { get; init; }

    /// <summary>Bytes of request bodies sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Why the run ended before every case was judged, in one line; null where it did not.</summary>
    public string? NotJudged { get; init; }

    /// <summary>The same as a value; null where <see cref="NotJudged"/> is.</summary>
    public Reason? NotJudgedReason { get; init; }

    /// <summary>What the run created and could not remove; any of it is an error.</summary>
    public IReadOnlyList<Leftover> Leftovers { get; init; } = [];

    /// <summary>The headers that go with every request, <c>Name: value</c>; secret values are redacted.</summary>
    public IReadOnlyList<string> ExtraHeaders { get; init; } = [];

    /// <summary>The waivers that expired or that nothing needs, one line each; any of them fails the run.</summary>
    public IReadOnlyList<string> StaleWaivers { get; init; } = [];

    /// <summary>The client that was checked, where it was one and not a target; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientInfo? Client { get; init; }

    /// <summary>The exchange of an id.</summary>
    /// <exception cref="KeyNotFoundException">The run has none of that id; what was read from a file always has.</exception>
    public ExchangeInfo Exchange(string id) => Index.TryGetValue(id, out var exchange)
        ? exchange
        : throw new KeyNotFoundException($"the run has no exchange {Text.VisibleText.Line(id)}");

    /// <summary>The exchanges of a case, in the order they were sent.</summary>
    /// <exception cref="KeyNotFoundException">The case names one that the run does not have.</exception>
    public IReadOnlyList<ExchangeInfo> ExchangesOf(CaseResult result) => [.. result.Exchanges.Select(Exchange)];

    /// <summary>The exchange that decided a case; null where nothing was judged.</summary>
    /// <exception cref="KeyNotFoundException">The case names one that the run does not have.</exception>
    public ExchangeInfo? DecidingOf(CaseResult result) => result.Deciding is { } id ? Exchange(id) : null;

    private Dictionary<string, ExchangeInfo> Index =>
        Indexes.GetValue(Exchanges, exchanges => exchanges.DistinctBy(exchange => exchange.Id).ToDictionary(exchange => exchange.Id));
}
