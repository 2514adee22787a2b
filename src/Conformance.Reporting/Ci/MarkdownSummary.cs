using System.Globalization;
using System.Text;
using Conformance.Reporting.Causes;
using Conformance.Reporting.Comparisons;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Ci;

/// <summary><c>summary.md</c>: what a run found, for a pull request or a job's summary.</summary>
public static class MarkdownSummary
{
    private const int MostRows = 100;

    /// <summary>The summary.</summary>
    /// <param name="run">The run.</param>
    /// <param name="baseline">An earlier run to say what changed since; null for none.</param>
    public static string Of(RunResult run, RunResult? baseline = null)
    {
        var text = new StringBuilder("# Claude API contract\n\n");
        var verdict = RunVerdict.Of(run);
        text.Append(verdict.IsGreen ? "✅ " : "❌ ").Append("**").Append(MarkdownText.Plain(verdict.Sentence)).Append(".**\n\n");
        text.Append("Target ").Append(run.Target.Embedded ? "the embedded reference server" : MarkdownText.Code(run.Target.BaseUrl));
        text.Append(CultureInfo.InvariantCulture, $", {run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {run.DurationMs / 1000:0.0} s, suite {MarkdownText.Plain(run.Suite.Version)}.\n\n");
        AppendCounts(text, run.Summary);
        AppendRules(text, "Broken promises", run, Verdict.Fail);
        AppendStaleWaivers(text, run.StaleWaivers);
        AppendNotJudged(text, "Not judged", run, Verdict.Error);
        AppendRules(text, "Warnings", run, Verdict.Warn);
        AppendRules(text, "Waived", run, Verdict.Waived);
        AppendNotJudged(text, "Skipped", run, Verdict.Skip);
        AppendChanges(text, run, baseline);
        return text.ToString();
    }

    /// <summary>Writes the file, and appends it to the job's summary where GitHub asks for one (<c>GITHUB_STEP_SUMMARY</c>).</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="baseline">An earlier run to say what changed since; null for none.</param>
    /// <param name="environment">Reads an environment variable; null where no job's summary is wanted.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="IOException">One of the files cannot be written.</exception>
    public static async Task WriteAsync(
        RunResult run, string path, RunResult? baseline = null, Func<string, string?>? environment = null, CancellationToken cancellation = default)
    {
        var summary = Of(run, baseline);
        await File.WriteAllTextAsync(path, summary, cancellation);
        if (environment?.Invoke("GITHUB_STEP_SUMMARY") is { Length: > 0 } jobSummary)
        {
            await File.AppendAllTextAsync(jobSummary, summary + "\n", cancellation);
        }
    }

    private static void AppendCounts(StringBuilder text, Summary summary)
    {
        text.Append("| pass | fail | warn | error | skip | waived | info |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {summary.Pass} | {summary.Fail} | {summary.Warn} | {summary.Error} | {summary.Skip} | {summary.Waived} | {summary.Info} |\n\n");
    }

    private static void AppendRules(StringBuilder text, string heading, RunResult run, Verdict verdict)
    {
        var rules = BrokenRule.Of(run, verdict);
        if (rules.Count == 0)
        {
            return;
        }

        text.Append("## ").Append(heading).Append("\n\n| rule | level | operations | cases | promise | what came |\n| --- | --- | ---: | ---: | --- | --- |\n");
        foreach (var rule in rules.Take(MostRows))
        {
            text.Append("| ").AppendJoin(" | ",
                MarkdownText.Code(rule.Id),
                MarkdownText.Plain(rule.Rule?.Level),
                Number(rule.OperationCount),
                Number(rule.Cases.Count),
                MarkdownText.Plain(rule.Rule?.Title),
                MarkdownText.Code(rule.FirstMessage)).Append(" |\n");
        }

        AppendMore(text, rules.Count);
        text.Append('\n');
    }

    private static void AppendNotJudged(StringBuilder text, string heading, RunResult run, Verdict verdict)
    {
        var reasons = run.Cases.Where(result => result.Verdict == verdict)
            .GroupBy(result => (result.Message ?? "no reason given", result.Fault))
            .OrderByDescending(cases => cases.Count())
            .ToList();
        if (reasons.Count == 0)
        {
            return;
        }

        text.Append("## ").Append(heading).Append("\n\n");
        foreach (var cases in reasons.Take(MostRows))
        {
            var fault = cases.Key.Fault is { } whose ? $" (fault of the {MarkdownText.Plain(whose)})" : "";
            var count = cases.Count();
            text.Append(CultureInfo.InvariantCulture, $"- {count:N0} case{(count == 1 ? "" : "s")}{fault}: {MarkdownText.Code(cases.Key.Item1)}\n");
        }

        AppendMore(text, reasons.Count);
        text.Append('\n');
    }

    private static void AppendStaleWaivers(StringBuilder text, IReadOnlyList<string> messages)
    {
        if (messages.Count > 0)
        {
            text.Append("## Stale waivers\n\n").AppendJoin('\n', messages.Select(message => $"- {MarkdownText.Code(message)}")).Append("\n\n");
        }
    }

    private static void AppendChanges(StringBuilder text, RunResult run, RunResult? baseline)
    {
        if (baseline is not null)
        {
            var comparison = Comparison.Of([new ComparedRun("baseline", baseline), new ComparedRun("this run", run)]);
            text.Append("## Changed since the baseline\n\n").Append(MarkdownText.Plain(comparison.Sentence)).Append(".\n\n");
            text.Append(comparison.Differences.Any() ? ComparisonMarkdown.Table(comparison) + "\n" : "");
        }
    }

    private static void AppendMore(StringBuilder text, int count)
    {
        if (count > MostRows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{count - MostRows:N0} more are in the report.\n");
        }
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
