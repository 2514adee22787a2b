using System.CommandLine;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Cli.Commands;

/// <summary>
/// <c>conformance rules</c>: the catalogue of the suite, or the rules that a run applied, with the clause each comes from.
/// </summary>
internal static class RulesCommand
{
    public static Command Create()
    {
        var results = new Argument<string?>("results")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description =
                "A run: its results.json, or the directory that holds it. Without one, the catalogue of this version of the suite, in "
                    + "Markdown.",
            HelpName = "results.json",
        };
        var markdown = new Option<bool>("--markdown") { Description = "The rules of a run as a Markdown table with the quoted clauses." };
        var command = new Command(
            "rules",
            "Lists the rules: of the suite, or of a run with id, level, the snapshot that first states it, and the promise.")
        {
            results, markdown,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(results) is not { } path)
            {
                await Console.Out.WriteAsync(await CatalogueAsync(cancellation));
                return 0;
            }

            var run = await ResultFile.ReadAsync(path, cancellation);
            Console.Write(parsed.GetValue(markdown) ? Markdown(run.Rules) : Columns(run.Rules));
            return 0;
        });
        return command;
    }

    private static async Task<string> CatalogueAsync(CancellationToken cancellation)
    {
        await using var catalogue = typeof(RulesCommand).Assembly.GetManifestResourceStream("RULES.md")
            ?? throw new FormatException("this build holds no catalogue; name a results.json");
        using var reader = new StreamReader(catalogue);
        return await reader.ReadToEndAsync(cancellation);
    }

    private static string Columns(IReadOnlyList<RuleInfo> rules)
    {
        var width = rules.Select(rule => ConsoleText.Line(rule.Id).Length).DefaultIfEmpty(0).Max();
        return string.Concat(rules.Select(rule =>
            $"{ConsoleText.Line(rule.Id).PadRight(width)}  {ConsoleText.Line(rule.Level),-6}  {ConsoleText.Line(rule.Since),-7}  "
                + $"{ConsoleText.Line(rule.Title)}{Environment.NewLine}"));
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
