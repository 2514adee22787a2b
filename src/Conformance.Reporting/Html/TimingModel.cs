using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>How long answers took, in milliseconds from the start of the request to the head of the answer.</summary>
/// <param name="Operation">The id of the operation; null for all of them.</param>
/// <param name="Count">How many answers.</param>
/// <param name="Median">Half took no longer.</param>
/// <param name="P95">Nineteen of twenty took no longer.</param>
/// <param name="Slowest">The longest.</param>
/// <param name="SlowestCase">The id of the case that had the longest.</param>
public sealed record TimingModel(string? Operation, int Count, double Median, double P95, double Slowest, string SlowestCase)
{
    /// <summary>The whole run first, then each operation, the slowest median first; empty where nothing was answered.</summary>
    public static IReadOnlyList<TimingModel> Of(RunResult run)
    {
        List<(string? Operation, string Case, double Milliseconds)> answers =
        [
            .. from result in run.Cases
               from exchange in run.ExchangesOf(result)
               where exchange.Timings.AnsweredMs is not null
               select (result.Operation, result.Id, exchange.Timings.AnsweredMs!.Value),
        ];
        if (answers.Count == 0)
        {
            return [];
        }

        return
        [
            Row(null, answers),
            .. answers.Where(answer => answer.Operation is not null)
                .GroupBy(answer => answer.Operation)
                .Select(group => Row(group.Key, [.. group]))
                .OrderByDescending(row => row.Median),
        ];
    }

    private static TimingModel Row(string? operation, List<(string? Operation, string Case, double Milliseconds)> answers)
    {
        answers.Sort((left, right) => left.Milliseconds.CompareTo(right.Milliseconds));
        double Percentile(double share) => answers[(int)Math.Ceiling(share * answers.Count) - 1].Milliseconds;
        return new TimingModel(operation, answers.Count, Percentile(0.5), Percentile(0.95), answers[^1].Milliseconds, answers[^1].Case);
    }
}
