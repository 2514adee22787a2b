using System.Globalization;
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
    public static IEnumerable<SizeAttempt> Of(RunResult run, CaseResult result)
    {
        if (Numbers(result.Observed.GetValueOrDefault("bytes")) is [var bytes])
        {
            var deciding = run.DecidingOf(result);
            var status = Numbers(result.Observed.GetValueOrDefault("status")) is [var number] ? number : (long?)deciding?.Response?.Status;
            var outcome = result.Observed.GetValueOrDefault("outcome") is JsonValue value && value.TryGetValue<string>(out var text)
                ? text
                : null;
            var judged = outcome is "accepted" ? SizeOutcome.Accepted : Judge(status, deciding);
            return [new SizeAttempt(bytes, judged, status is null ? outcome ?? "no answer" : $"{status}", result.Id)];
        }

        return run.ExchangesOf(result).Where(exchange => exchange.Request.Body is not null).Select(exchange => new SizeAttempt(
            exchange.Request.Body!.Bytes,
            Judge(exchange.Response?.Status, exchange),
            exchange.Response is { } response ? response.Status.ToString(CultureInfo.InvariantCulture)
                : TookTheHead(exchange) ? "asked for the body, which was not sent" : exchange.Outcome,
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
    private static SizeOutcome Judge(long? status, ExchangeInfo? exchange) => status switch
    {
        413 => SizeOutcome.Refused,
        100 or (>= 200 and < 500) => SizeOutcome.Accepted,
        null when TookTheHead(exchange) => SizeOutcome.Accepted,
        _ => SizeOutcome.Failed,
    };

    // The search for a limit gives a body up as soon as the target asks for it with a 100, or waits for what was declared.
    private static bool TookTheHead(ExchangeInfo? exchange) =>
        exchange is { Response: null, Request: { BytesSent: 0, Body.Bytes: > 0 } } and ({ Continued: true } or { Outcome: "timeout" });
}
