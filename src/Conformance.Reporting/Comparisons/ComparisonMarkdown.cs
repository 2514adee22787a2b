using System.Globalization;
using System.Text;
using Conformance.Reporting.Costs;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Comparisons;

/// <summary>A comparison as Markdown, for a pull request.</summary>
public static class ComparisonMarkdown
{
    private const int MostRows = 200;
    private const int NamedOperations = 3;

    /// <summary>The whole comparison: the runs, then a table of what differs.</summary>
    public static string Of(Comparison comparison)
    {
        var text = new StringBuilder("# Comparison\n\n");
        text.Append("**").Append(MarkdownText.Plain(comparison.Sentence)).Append(".**\n\n");
        text.Append("| run | target | started (UTC) | verdict |\n| --- | --- | --- | --- |\n");
        foreach (var (name, run) in comparison.Runs.Select(run => (run.Name, run.Result)))
        {
            text.Append("| ").AppendJoin(" | ",
                MarkdownText.Plain(name),
                MarkdownText.Code(run.Target.BaseUrl),
                run.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                MarkdownText.Plain(RunVerdict.Of(run).Sentence)).Append(" |\n");
        }

        return text.Append('\n').Append(Table(comparison)).Append(Costs(comparison)).ToString();
    }

    /// <summary>What each gateway costs, side by side; nothing where no run saw both sides of one.</summary>
    public static string Costs(Comparison comparison)
    {
        if (comparison.Costs.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("\n## What each gateway costs\n\n| |");
        text.Append(string.Concat(comparison.Costs.Select(one => $" {MarkdownText.Plain(one.Name)} |")));
        text.Append("\n| --- |").Insert(text.Length, " --- |", comparison.Costs.Count).Append('\n');
        var figures = comparison.Costs.Select(one => CostFigures.Of(one.Cost)).ToList();
        foreach (var (head, index) in CostFigures.Heads.Select((head, index) => (head, index)))
        {
            text.Append("| ").Append(head).Append(" |").Append(string.Concat(figures.Select(of => $" {of[index]} |"))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The table of what differs; one line instead where nothing does.</summary>
    public static string Table(Comparison comparison)
    {
        var differences = comparison.Differences.ToList();
        if (differences.Count == 0)
        {
            return "Nothing differs.\n";
        }

        var text = new StringBuilder("| | rule | operations |");
        text.Append(string.Concat(comparison.Runs.Select(run => $" {MarkdownText.Plain(run.Name)} |")));
        text.Append("\n| --- | --- | --- |").Insert(text.Length, " --- |", comparison.Runs.Count).Append('\n');
        foreach (var entry in differences.Take(MostRows))
        {
            text.Append("| ").Append(MarkdownText.Plain(comparison.Meaning(entry)))
                .Append(" | ").Append(MarkdownText.Code(entry.RuleId))
                .Append(" | ").Append(Operations(entry.Operations)).Append(" |")
                .Append(string.Concat(entry.Cells.Select(cell => $" {Cell(cell)} |")))
                .Append('\n');
        }

        if (differences.Count > MostRows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{differences.Count - MostRows:N0} more rows are not shown here.\n");
        }

        return text.ToString();
    }

    private static string Cell(ComparisonCell cell)
    {
        var word = cell.Verdict is { } verdict && Severity.FailsBuild(verdict) ? $"**{cell.Word}**" : cell.Word;
        return $"{word} {MarkdownText.Code(cell.Message, limit: 160)}".TrimEnd();
    }

    private static string Operations(IReadOnlyList<string?> operations)
    {
        var named = operations.OfType<string>().ToList();
        return named.Count == 0 ? "—"
            : named.Count <= NamedOperations ? string.Join(", ", named.Select(operation => MarkdownText.Code(operation)))
            : string.Create(
                CultureInfo.InvariantCulture, $"{named.Count:N0}: {MarkdownText.Code(named[0])}, {MarkdownText.Code(named[1])}, …");
    }
}
