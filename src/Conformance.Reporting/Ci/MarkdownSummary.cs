using System.Globalization;
using System.Text;
using Conformance.Reporting.Causes;
using Conformance.Reporting.Comparisons;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Ci;

/// <summary><c>summary.md</c>: what a run found, for a pull request or a job's summary.</summary>
public sealed class MarkdownSummary : IOutput
{
    /// <inheritdoc />
    public string Name => "summary.md";

    /// <inheritdoc />
    public string Description => "for a pull request or a job's summary";

    private const int MostRows = 100;
    private const int Named = 5;

    /// <summary>The summary.</summary>
    /// <param name="run">The run.</param>
    /// <param name="baseline">An earlier run to say what changed since; null for none.</param>
    public static string Of(RunResult run, RunResult? baseline = null)
    {
        var text = new StringBuilder("# Claude API contract\n\n");
        var verdict = RunVerdict.Of(run);
        text.Append(verdict.IsGreen ? "✅ " : "❌ ").Append("**").Append(MarkdownText.Plain(verdict.Sentence)).Append(".**\n\n");
        text.Append("Target ").Append(run.Target.Embedded ? "the embedded reference server" : MarkdownText.Code(run.Target.BaseUrl));
        text.Append(
            CultureInfo.InvariantCulture,
            $", {run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {run.DurationMs / 1000:0.0} s, "
                + $"suite {MarkdownText.Plain(run.Suite.Version)}.\n\n");
        AppendCounts(text, run.Summary);
        if (ServedOperations.Advice(run) is { } advice)
        {
            text.Append("It ").Append(MarkdownText.Plain(advice)).Append(".\n\n");
        }

        AppendCauses(text, "Broken promises", run, Verdict.Fail);
        AppendStaleWaivers(text, run.StaleWaivers);
        AppendStray(text, run);
        AppendLeftovers(text, run);
        AppendNotJudged(text, "Not judged", run, Verdict.Error);
        AppendCauses(text, "Warnings", run, Verdict.Warn);
        AppendUnsteady(text, run);
        AppendCauses(text, "Waived", run, Verdict.Waived);
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
        RunResult run, string path, RunResult? baseline =
            null, Func<string, string?>? environment = null, CancellationToken cancellation = default)
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
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {summary.Pass} | {summary.Fail} | {summary.Warn} | {summary.Error} "
                + $"| {summary.Skip} | {summary.Waived} | {summary.Info} |\n\n");
    }

    private static void AppendCauses(StringBuilder text, string heading, RunResult run, Verdict verdict)
    {
        var causes = Cause.Of(run, verdict);
        if (causes.Count == 0)
        {
            return;
        }

        text.Append("## ").Append(heading).Append("\n\n| rules | level | operations | cases | promise | expected | what came |\n");
        text.Append("| --- | --- | ---: | ---: | --- | --- | --- |\n");
        foreach (var cause in causes.Take(MostRows))
        {
            text.Append("| ").AppendJoin(" | ",
                string.Join(", ", cause.Rules.Select(rule => MarkdownText.Code(rule.Id))),
                MarkdownText.Plain(cause.Rule.Level),
                cause.Places.Count > 1 ? MarkdownText.Plain(string.Join(", ", cause.Places)) : Number(cause.Operations.Count),
                Number(cause.Cases.Count),
                MarkdownText.Plain(cause.Rule.Title),
                MarkdownText.Code(cause.Deciding.Expected),
                MarkdownText.Code(Came(run, cause))).Append(" |\n");
        }

        AppendMore(text, causes.Count);
        text.Append('\n');
    }

    private static string Came(RunResult run, Cause cause)
    {
        var message = cause.Deciding.Message is { Length: > 0 } said ? said : cause.Deciding.Came ?? "";
        var variants = string.Concat(cause.OnlyVariants.Select(variant => $" [{variant}]"));
        var words = TargetWords.Of(run.DecidingOf(cause.Deciding)) is { } spoken
            && !message.Contains(spoken.TrimEnd('…'), StringComparison.Ordinal)
            ? $": \"{spoken}\""
            : "";
        return message + words + variants;
    }

    private static void AppendNotJudged(StringBuilder text, string heading, RunResult run, Verdict verdict)
    {
        var reasons = Reasons.Of(run, verdict);
        if (reasons.Count == 0)
        {
            return;
        }

        text.Append("## ").Append(heading).Append("\n\n");
        foreach (var reason in reasons)
        {
            var fault = reason.Fault is { } whose ? $" (fault of {ReasonText.Of(whose)})" : "";
            var count = reason.Cases.Count;
            var message = verdict == Verdict.Error && reason.Messages.Count > 0 ? $": {MarkdownText.Code(reason.Messages[0].Key)}" : "";
            text.Append(
                CultureInfo.InvariantCulture,
                $"- {count:N0} case{(count == 1 ? "" : "s")}{fault}: {MarkdownText.Plain(reason.Text)}{message}\n");
        }

        text.Append('\n');
    }

    private static void AppendStray(StringBuilder text, RunResult run)
    {
        var stray = StrayAnswers.Of(run);
        if (stray.Count == 0)
        {
            return;
        }

        text.Append("## Answers that no rule expects\n\n");
        foreach (var kind in stray.Take(MostRows))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"- {kind.Exchanges.Count:N0} × {MarkdownText.Code(kind.What)} in {kind.Cases.Count:N0} cases on ");
            text.Append(CultureInfo.InvariantCulture, $"{kind.Operations.Count:N0} operations, {kind.Passed:N0} of them passed: ");
            text.AppendJoin(", ", kind.Cases.Take(Named).Select(result => MarkdownText.Code(result.Id))).Append('\n');
        }

        text.Append('\n');
    }

    private static void AppendUnsteady(StringBuilder text, RunResult run)
    {
        var unsteady = Unsteady.Of(run);
        if (unsteady.Count == 0)
        {
            return;
        }

        text.Append("## Not the same every time\n\n");
        foreach (var result in unsteady.Take(MostRows))
        {
            text.Append("- ").Append(MarkdownText.Code(result.Id)).Append(": ").Append(Unsteady.Words(result)).Append('\n');
        }

        AppendMore(text, unsteady.Count);
        text.Append('\n');
    }

    private static void AppendLeftovers(StringBuilder text, RunResult run)
    {
        if (run.Leftovers.Count > 0)
        {
            text.Append("## Left over on the target\n\n");
            text.AppendJoin(
                '\n',
                run.Leftovers.Select(
                    left => $"- {MarkdownText.Plain(left.What)}: {MarkdownText.Code(left.Command, 2_000)}")).Append("\n\n");
        }
    }

    private static void AppendStaleWaivers(StringBuilder text, IReadOnlyList<string> messages)
    {
        if (messages.Count > 0)
        {
            text.Append("## Stale waivers\n\n").AppendJoin(
                '\n', messages.Select(message => $"- {MarkdownText.Code(message)}")).Append("\n\n");
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

    async Task<IReadOnlyList<string>> IOutput.WriteAsync(
        RunResult run, string path, ReportOptions options, CancellationToken cancellation)
    {
        await WriteAsync(run, path, options.Baseline, options.Environment, cancellation);
        return [path];
    }
}
