using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>A header field that answers had.</summary>
/// <param name="Name">Its name, as it was spelled most often.</param>
/// <param name="Count">How many answers had it.</param>
/// <param name="Values">How many different values it had.</param>
/// <param name="Example">One value.</param>
public sealed record HeaderSeen(string Name, int Count, int Values, string Example)
{
    /// <summary>The header fields of all answers, the commonest first.</summary>
    /// <returns>How many answers there were, and the fields.</returns>
    public static (int Answers, IReadOnlyList<HeaderSeen> Headers) Of(RunResult run)
    {
        List<ResponseInfo> answers = [.. run.Exchanges.Select(exchange => exchange.Response).OfType<ResponseInfo>()];
        var headers = answers
            .SelectMany((answer, index) => answer.Headers.Select(header => (index, header)))
            .GroupBy(pair => pair.header.Name, StringComparer.OrdinalIgnoreCase)
            .Select(group => new HeaderSeen(
                group.CountBy(pair => pair.header.Name).MaxBy(spelling => spelling.Value).Key,
                group.DistinctBy(pair => pair.index).Count(),
                group.DistinctBy(pair => pair.header.Value).Count(),
                group.First().header.Value))
            .OrderByDescending(header => header.Count)
            .ThenBy(header => header.Name, StringComparer.OrdinalIgnoreCase);
        return (answers.Count, [.. headers]);
    }
}
