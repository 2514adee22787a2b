using System.Text.Json;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Causes;

/// <summary>
/// Answers in a run that no rule expects, of one kind: neither JSON in the documented envelope nor a documented success, and
/// without a request-id although the rest of the target's answers have one. They come from something in between, and a
/// case can pass on one of them.
/// </summary>
/// <param name="Status">Their status.</param>
/// <param name="MediaType">Their media type, without parameters; empty where they have none.</param>
/// <param name="Exchanges">The exchanges, in the order of the run; at least one.</param>
/// <param name="Cases">The cases in which they stand, passes included.</param>
public sealed record StrayAnswers(int Status, string MediaType, IReadOnlyList<ExchangeInfo> Exchanges, IReadOnlyList<CaseResult> Cases)
{
    private const int TooLarge = 413;

    /// <summary>The ids of the operations in whose cases they stand, each once.</summary>
    public IReadOnlyList<string> Operations => [.. Cases.Select(result => result.Operation).OfType<string>().Distinct()];

    /// <summary>How many of the cases passed.</summary>
    public int Passed => Cases.Count(result => result.Verdict == Verdict.Pass);

    /// <summary>What they are, in a few words: <c>400 without a body</c>, <c>400 text/html</c>.</summary>
    public string What
    {
        get
        {
            var type = MediaType.Length > 0 ? MediaType
                : Exchanges.All(exchange => exchange.Response?.Body is null or { Bytes: 0 }) ? "without a body"
                : "without a media type";
            return FormattableString.Invariant($"{Status} {type}");
        }
    }

    /// <summary>
    /// The stray answers of a run by status and media type, the commonest first; empty where the target's answers have no ids.
    /// </summary>
    public static IReadOnlyList<StrayAnswers> Of(RunResult run)
    {
        List<ExchangeInfo> stray = [];
        var (others, identified) = (0, 0);
        foreach (var exchange in run.Exchanges)
        {
            if (exchange.Response is not { } response)
            {
                continue;
            }

            var hasId = response.Headers.Any(header => Is(header, "request-id") && header.Value.Length > 0);
            if (!hasId && IsStray(response))
            {
                stray.Add(exchange);
            }
            else
            {
                others++;
                identified += hasId ? 1 : 0;
            }
        }

        // A target that names none of its answers says nothing by not naming these.
        if (stray.Count == 0 || identified * 2 <= others)
        {
            return [];
        }

        var cases = run.Cases.SelectMany(
            result => result.Exchanges.Distinct().Select(id => (id, result))).ToLookup(pair => pair.id, pair => pair.result);
        return
        [
            .. stray.GroupBy(exchange => (exchange.Response!.Status, Type: MediaTypeOf(exchange.Response)))
                .Select(same => new StrayAnswers(
                    same.Key.Status, same.Key.Type, [.. same],
                    [
                        .. same.SelectMany(exchange => cases[exchange.Id]).DistinctBy(result => result.Id)
                    ]))
                .OrderByDescending(same => same.Exchanges.Count)
                .ThenBy(same => same.Status),
        ];
    }

    // What refuses a body that is too large often stands in front of the API; rules of their own look at that.
    private static bool IsStray(ResponseInfo response) => response.Status switch
    {
        TooLarge => false,
        >= 200 and < 300 => MediaTypeOf(response) is "text/html",
        _ => !HasEnvelope(response.Body),
    };

    private static bool HasEnvelope(BodyInfo? body)
    {
        if (body is null or { Bytes: 0 })
        {
            return false;
        }

        if (body.Truncated)
        {
            return body.Text.TrimStart().StartsWith('{');
        }

        try
        {
            using var json = JsonDocument.Parse(body.Text);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("error", out var error)
                && error is { ValueKind: JsonValueKind.Object }
                && error.TryGetProperty("type", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string MediaTypeOf(ResponseInfo response) =>
        response.Headers.FirstOrDefault(header => Is(header, "content-type"))?.Value.Split(';')[0].Trim().ToLowerInvariant() ?? "";

    private static bool Is(HeaderInfo header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
