using System.Text.Json.Nodes;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>A body of some size that was tried.</summary>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Answer">The answer: a status, or how the exchange ended.</param>
/// <param name="Case">The id of the case.</param>
public sealed record SizeAttempt(long Bytes, SizeOutcome Outcome, string Answer, string Case)
{
    /// <summary>The attempts of a case: what it observed, otherwise what its exchanges show.</summary>
    public static IEnumerable<SizeAttempt> Of(CaseResult result)
    {
        if (Numbers(result.Observed.GetValueOrDefault("bytes")) is [var bytes])
        {
            var status = Numbers(result.Observed.GetValueOrDefault("status")) is [var number] ? number : result.Exchanges is [.., { Response: { } answer }] ? answer.Status : (long?)null;
            var outcome = result.Observed.GetValueOrDefault("outcome") is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
            return [new SizeAttempt(bytes, Judge(outcome, status), status is null ? outcome ?? "no answer" : $"{status}", result.Id)];
        }

        return result.Exchanges.Where(exchange => exchange.Request.Body is not null).Select(exchange => new SizeAttempt(
            exchange.Request.Body!.Bytes,
            Judge(exchange.Outcome, exchange.Response?.Status),
            exchange.Response is { } response ? $"{response.Status}" : exchange.Outcome,
            result.Id));
    }

    /// <summary>The whole numbers that a measurement consists of.</summary>
    public static IReadOnlyList<long> Numbers(JsonNode? node) => node switch
    {
        JsonArray array => [.. array.SelectMany(Numbers)],
        JsonValue value when value.TryGetValue<long>(out var number) => [number],
        JsonValue value when value.TryGetValue<double>(out var number) && Math.Abs(number) < 1e15 => [(long)number],
        _ => [],
    };

    // A 400 or a 404 is about the content, so the body was taken.
    private static SizeOutcome Judge(string? outcome, long? status) => (outcome, status) switch
    {
        ("accepted", _) => SizeOutcome.Accepted,
        ("refused", 413) => SizeOutcome.Refused,
        (_, 413) => SizeOutcome.Refused,
        (_, >= 200 and < 500) => SizeOutcome.Accepted,
        _ => SizeOutcome.Failed,
    };
}
