using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Causes;

/// <summary>What a case observed, in a few words, and whether two cases observed the same kind of thing.</summary>
internal static partial class Observation
{
    /// <summary>The expectation of a case without the numbers and names that differ from case to case.</summary>
    public static string Expected(CaseResult result) => Template(result.Expected ?? "", result, Statuses(result));

    /// <summary>
    /// What two cases of one cause have in common: how the exchange ended; where the expectation speaks of a status, the
    /// status and the error type; otherwise the message without what differs from case to case.
    /// </summary>
    public static string Kind(CaseResult result)
    {
        if (Deciding(result) is not { } exchange)
        {
            return Template(result.Message ?? "", result, []);
        }

        if (exchange.Response is null)
        {
            return exchange.Outcome;
        }

        return Status().IsMatch(result.Expected ?? "") || string.IsNullOrEmpty(result.Message)
            ? $"{exchange.Response.Status} {ErrorType(result)} {MediaType(exchange.Response)}"
            : Template(result.Message, result, []);
    }

    /// <summary>What came, as a sentence's end: <c>403 permission_error</c>, <c>no answer: reset</c>.</summary>
    public static string Of(CaseResult result)
    {
        if (Deciding(result) is not { } exchange)
        {
            return result.Message ?? "nothing was recorded";
        }

        if (exchange.Response is not { } response)
        {
            return exchange.Detail is { } detail ? $"no answer: {exchange.Outcome} ({detail})" : $"no answer: {exchange.Outcome}";
        }

        List<string?> parts = [string.Create(CultureInfo.InvariantCulture, $"{response.Status} {response.Reason}").Trim(), ErrorType(result), MediaType(response)];
        var answer = string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
        return response.Body is null or { Bytes: 0 } ? answer + " · no body" : answer;
    }

    private static ExchangeInfo? Deciding(CaseResult result) => result.Exchanges.Count > 0 ? result.Exchanges[^1] : null;

    private static string? ErrorType(CaseResult result) =>
        result.Observed.GetValueOrDefault("errorType") is JsonValue value && value.TryGetValue<string>(out var type) ? type : null;

    private static string? MediaType(ResponseInfo response) => response.Headers
        .FirstOrDefault(header => header.Name.Equals("content-type", StringComparison.OrdinalIgnoreCase))?.Value.Split(';')[0].Trim();

    private static IReadOnlyList<string> Statuses(CaseResult result) => [.. Status().Matches(result.Expected ?? "").Select(match => match.Value)];

    private static string Template(string text, CaseResult result, IReadOnlyList<string> kept)
    {
        if (result.Operation is { } operation)
        {
            text = text.Replace(operation, "…", StringComparison.Ordinal);
        }

        return Varying().Replace(text, match => kept.Contains(match.Value) ? match.Value : "…");
    }

    [GeneratedRegex(@"\b[1-5][0-9][0-9]\b")]
    private static partial Regex Status();

    // Quoted values, paths, ids with a prefix, UUIDs and numbers.
    [GeneratedRegex("""["“'`][^"”'`]*["”'`]|/v1/\S*|\b[a-z]+_[A-Za-z0-9]{12,}\b|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9][0-9.,]*\b""")]
    private static partial Regex Varying();
}
