using System.Globalization;
using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Text;

/// <summary>
/// The end of a run's console: what it came to, the causes by weight with the way into the report, what was not judged and
/// why, and what the exit code means. It fits a screen of 40 lines whatever the run found.
/// </summary>
public static class ConsoleSummary
{
    private const string Page = "index.html";
    private const int MostBroken = 10;
    private const int MostWarnings = 3;
    private const int MostErrors = 3;
    private const int MostSkips = 4;
    private const int MostWaivers = 2;
    private const int MostLeftovers = 3;
    private const int Said = 140;

    /// <summary>The lines, without line feeds.</summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">The report directory, as links are to name it.</param>
    public static IEnumerable<string> Lines(RunResult run, string directory)
    {
        var verdict = RunVerdict.Of(run);
        var report = Path.Combine(directory, Page);
        var page = Near(report);
        yield return "";
        yield return ConsoleText.Line($"Conformance: {verdict.Sentence}.");
        yield return ConsoleText.Line($"  {Target(run)}");
        yield return $"  {Counts(run.Summary)}; {Rules(RuleTotals.Of(run))}";
        foreach (var line in Causes(run, Verdict.Fail, MostBroken, "broken", page)
            .Concat(Stray(run, page))
            .Concat(Errors(run))
            .Concat(Causes(run, Verdict.Warn, MostWarnings, "warnings", page))
            .Concat(Steadiness(run, page))
            .Concat(Cut("waiver", [.. run.StaleWaivers.Select(waiver => $"stale: {waiver}")], MostWaivers))
            .Concat(Cut("left", [.. run.Leftovers.Select(left => $"{left.What}; remove it: {left.Command}")], MostLeftovers))
            .Concat(Skips(run)))
        {
            yield return ConsoleText.Line(line);
        }

        if (ServedOperations.Advice(run) is { } advice)
        {
            yield return ConsoleText.Line($"  the target {advice}");
        }

        yield return ConsoleText.Line($"  report: {report}");
        yield return string.Create(CultureInfo.InvariantCulture, $"  exit code {verdict.ExitCode}: {verdict.Meaning}");
    }

    // The way from here, where that is the shorter one: it stands at the end of every line.
    private static string Near(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative
        && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : path;

    private static string Target(RunResult run)
    {
        List<string> parts = [run.Target.Embedded ? $"{run.Target.BaseUrl} (the embedded reference server)" : run.Target.BaseUrl];
        parts.Add(string.Create(CultureInfo.InvariantCulture, $"{run.DurationMs / 1000:0.0} s"));
        if (run.Requests > 0)
        {
            parts.Add(Count((int)run.Requests, "request"));
        }

        if (run.BytesSent >= 1_000_000)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{run.BytesSent / 1_000_000:N0} MB of bodies"));
        }

        return string.Join(", ", parts);
    }

    private static string Counts(Summary summary)
    {
        (int Number, string Word)[] counts =
        [
            (summary.Pass, "pass"), (summary.Fail, "fail"), (summary.Warn, "warn"), (summary.Error, "error"),
            (summary.Skip, "skip"), (summary.Waived, "waived"), (summary.Info, "info"),
        ];
        return string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Number:N0} {count.Word}")));
    }

    private static string Rules(RuleTotals totals) =>
        string.Create(CultureInfo.InvariantCulture, $"rules: {totals.Judged:N0} judged, {totals.Failed:N0} failed");

    private static IEnumerable<string> Causes(RunResult run, Verdict verdict, int most, string anchor, string page)
    {
        var causes = Cause.Of(run, verdict);
        foreach (var (cause, index) in causes.Take(most).Select((cause, index) => (cause, index)))
        {
            var variants = string.Concat(cause.OnlyVariants.Select(variant => $"[{variant}]"));
            var also = cause.Rules.Count > 1 ? $" (and {Count(cause.Rules.Count - 1, "rule")} more)" : "";
            var where = Where(cause);
            var unsteady = cause.Unsteady > 0
                ? $" ({Unsteady.Words(cause.Cases.First(result => Unsteady.Words(result) is not null))})"
                : "";
            var hides = cause.Hidden.Count > 0 ? $" ({Count(cause.Hidden.Count, "case")} not judged because of it)" : "";
            yield return Line(
                verdict.ToString(),
                cause.Cases.Count,
                $"{cause.Deciding.Rule}{variants}{also}{where}: {Words(run, cause.Deciding)}{unsteady}{hides}  "
                    + $"{page}#{anchor}-{index + 1}");
        }

        if (causes.Count > most)
        {
            yield return $"         and {Count(causes.Count - most, "cause")} more: {page}#{anchor}";
        }
    }

    // What is broken where, in few words: one or two operations by name, more of them by part of the API.
    private static string Where(Cause cause) => cause.Operations.Count switch
    {
        0 => "",
        <= 2 => $" on {string.Join(", ", cause.Operations)}",
        _ => $" on {string.Join(", ", cause.Places)}",
    };

    /// <summary>The message of a case with what the target says itself, where the message does not have it.</summary>
    private static string Words(RunResult run, CaseResult result)
    {
        var message = result.Message is { Length: > 0 } said ? said
            : result.Came is { Length: > 0 } came ? $"came to {came}"
            : "";
        var shown = ShortText.BeforeTheEnd(message, Said);
        return TargetWords.Of(run.DecidingOf(result), 100) is { } words && !message.Contains(words.TrimEnd('…'), StringComparison.Ordinal)
            ? $"{shown}: \"{words}\""
            : shown;
    }

    private static IEnumerable<string> Stray(RunResult run, string page)
    {
        var stray = StrayAnswers.Of(run);
        if (stray.Count > 0)
        {
            var cases = stray.SelectMany(kind => kind.Cases).DistinctBy(result => result.Id).ToList();
            yield return Line(
                "stray",
                stray.Sum(kind => kind.Exchanges.Count),
                $"answers that no rule expects ({string.Join(", ", stray.Take(3).Select(kind => kind.What))}) "
                + $"in {Count(cases.Count, "case")}, "
                + $"{cases.Count(result => result.Verdict == Verdict.Pass)} of them passed  {page}#stray");
        }
    }

    private static IEnumerable<string> Steadiness(RunResult run, string page)
    {
        var unsteady = Unsteady.Of(run);
        if (unsteady.Count > 0)
        {
            yield return Line(
                "unsure",
                unsteady.Count,
                $"not the same every time, such as {unsteady[0].Id}: {Unsteady.Words(unsteady[0])}  {page}#unsteady");
        }
    }

    private static IEnumerable<string> Errors(RunResult run)
    {
        var errors = Reasons.Of(run, Verdict.Error);
        if (errors.Count == 0 && run.NotJudged is { } ended)
        {
            yield return $"  error    {ended}";
        }

        foreach (var reason in errors.Take(MostErrors))
        {
            var message = reason.Messages.Count > 0 ? $"; {reason.Cases[0].Id}: {ShortText.Of(reason.Messages[0].Key, Said)}" : "";
            yield return Line("error", reason.Cases.Count, $"{reason.Text} (fault of {ReasonText.Of(reason.Fault)}){message}");
        }

        if (errors.Count > MostErrors)
        {
            yield return $"         and {Count(errors.Count - MostErrors, "reason")} more, in the report";
        }
    }

    private static IEnumerable<string> Skips(RunResult run)
    {
        var skips = Reasons.Of(run, Verdict.Skip);
        foreach (var reason in skips.Take(MostSkips))
        {
            yield return Line("skip", reason.Cases.Count, reason.Text);
        }

        if (skips.Count > MostSkips)
        {
            var rest = skips.Skip(MostSkips).ToList();
            yield return Line("skip", rest.Sum(reason => reason.Cases.Count), $"for {Count(rest.Count, "other reason")}, in the report");
        }
    }

    private static IEnumerable<string> Cut(string word, IReadOnlyList<string> lines, int most)
    {
        foreach (var line in lines.Take(most))
        {
            yield return $"  {word,-6} {line}";
        }

        if (lines.Count > most)
        {
            yield return $"         and {lines.Count - most} more, in the report";
        }
    }

    private static string Line(string word, int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"  {word.ToLowerInvariant(),-6} {count,5:N0} × {what}");

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
