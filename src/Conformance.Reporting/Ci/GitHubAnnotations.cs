using System.Globalization;
using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Ci;

/// <summary>
/// Workflow commands that GitHub shows beside a run: one line per broken rule. GitHub shows ten of a kind for a step,
/// so the tenth stands for the rest.
/// </summary>
public static class GitHubAnnotations
{
    /// <summary>The number of annotations of one kind that GitHub shows for a step.</summary>
    public const int Most = 10;

    /// <summary>Whether the environment is a GitHub workflow, where the lines are understood.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static bool Wanted(Func<string, string?> environment) => environment("GITHUB_ACTIONS") == "true";

    /// <summary>The lines to write to the console, errors first.</summary>
    public static IReadOnlyList<string> Of(RunResult run)
    {
        List<(string Title, string Message)> errors = [];
        if (run.NotJudged is { } reason)
        {
            errors.Add(("The target was not judged", reason));
        }

        errors.AddRange(run.StaleWaivers.Select(message => ("Stale waiver", message)));
        errors.AddRange(BrokenRule.Of(run, Verdict.Fail).Select(rule => (Title(rule), Message(rule))));
        if (run.NotJudged is null)
        {
            errors.AddRange(BrokenRule.Of(run, Verdict.Error).Select(rule => ($"{Title(rule)} not judged", Message(rule))));
        }

        return
        [
            .. Lines("error", errors),
            .. Lines("warning", [.. BrokenRule.Of(run, Verdict.Warn).Select(rule => (Title(rule), Message(rule)))])
        ];
    }

    private static string Title(BrokenRule rule) => string.Create(
        CultureInfo.InvariantCulture,
        $"{rule.Id} on {rule.OperationCount} operation{(rule.OperationCount == 1 ? "" : "s")}");

    private static string Message(BrokenRule rule) => rule.Rule is { } info ? $"{info.Title}: {rule.FirstMessage}" : rule.FirstMessage;

    private static IEnumerable<string> Lines(string kind, List<(string Title, string Message)> entries)
    {
        var shown = entries.Count > Most ? Most - 1 : entries.Count;
        foreach (var (title, message) in entries.Take(shown))
        {
            yield return Line(kind, title, message);
        }

        if (shown < entries.Count)
        {
            yield return Line(kind, $"{entries.Count - shown} more", "They are in the summary and in the report.");
        }
    }

    private static string Line(string kind, string title, string message) =>
        $"::{kind} title={EscapeProperty(VisibleText.Line(title))}::{EscapeData(VisibleText.Line(message))}";

    // The escapes of GitHub's own toolkit (core.issueCommand): data, and the properties before it.
    private static string EscapeData(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) => EscapeData(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
