using System.CommandLine;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance rules</c>: the rules that a run applied, with the clause each comes from.</summary>
internal static class RulesCommand
{
    public static Command Create()
    {
        var results = new Argument<string>("results")
        {
            Description = "A run: its results.json, or the directory that holds it.",
            HelpName = "results.json",
            DefaultValueFactory = _ => "reports",
        };
        var markdown = new Option<bool>("--markdown") { Description = "A Markdown table with the quoted clauses." };
        var command = new Command("rules", "Lists the rules of a run: id, level, the snapshot that first states it, and the promise.") { results, markdown };
        command.SetAction(async (parsed, cancellation) =>
        {
            var run = await ResultFile.ReadAsync(parsed.GetRequiredValue(results), cancellation);
            Console.Write(parsed.GetValue(markdown) ? Markdown(run.Rules) : Columns(run.Rules));
            return 0;
        });
        return command;
    }

    private static string Columns(IReadOnlyList<RuleInfo> rules)
    {
        var width = rules.Select(rule => ConsoleText.Line(rule.Id).Length).DefaultIfEmpty(0).Max();
        return string.Concat(rules.Select(rule =>
            $"{ConsoleText.Line(rule.Id).PadRight(width)}  {ConsoleText.Line(rule.Level),-6}  {ConsoleText.Line(rule.Since),-7}  {ConsoleText.Line(rule.Title)}{Environment.NewLine}"));
    }

    private static string Markdown(IReadOnlyList<RuleInfo> rules) =>
        "| rule | level | since | promise | document | section | quote |\n| --- | --- | --- | --- | --- | --- | --- |\n"
        + string.Concat(rules.Select(rule => $"| {string.Join(" | ",
            MarkdownText.Code(rule.Id),
            MarkdownText.Plain(rule.Level),
            MarkdownText.Plain(rule.Since),
            MarkdownText.Plain(rule.Title),
            MarkdownText.Plain(rule.Source.Document),
            MarkdownText.Plain(rule.Source.Section),
            MarkdownText.Plain(rule.Source.Quote, limit: 2_000))} |\n"));
}
