using System.CommandLine;
using System.Globalization;
using Conformance.Reporting.Comparisons;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance compare A B [C…]</c>: what each run does per rule and operation, what differs first.</summary>
internal static class CompareCommand
{
    private const int MostLines = 20;

    public static Command Create()
    {
        var results = ResultFile.Argument(
            "results",
            "Two runs or more; the first is what the others are measured by. Each is a results.json or the directory that holds it, "
                + "with a name before it if you like: direct=run1/results.json.");
        var output = OutputDirectory.Option("Where comparison.html and comparison.md are written.");
        var command = new Command(
            "compare",
            "Compares runs: direct and through a gateway, yesterday and today, several gateways.")
        {
            results,
            output,
        };
        command.SetAction(
            (parsed, cancellation) => CompareAsync(parsed.GetRequiredValue(results), parsed.GetRequiredValue(output), cancellation));
        return command;
    }

    private static async Task<int> CompareAsync(string[] results, string directory, CancellationToken cancellation)
    {
        var comparison = Comparison.Of(await ResultFile.ReadAllAsync(results, cancellation));
        Directory.CreateDirectory(directory);
        await ComparisonHtml.WriteAsync(comparison, Path.Combine(directory, "comparison.html"), cancellation);
        await File.WriteAllTextAsync(Path.Combine(directory, "comparison.md"), ComparisonMarkdown.Of(comparison), cancellation);
        Print(comparison);
        Console.WriteLine($"Written: {Path.Combine(directory, "comparison.html")}, {Path.Combine(directory, "comparison.md")}");
        return comparison.IsWorse ? 1 : 0;
    }

    private static void Print(Comparison comparison)
    {
        foreach (var run in comparison.Runs)
        {
            Console.WriteLine(
                $"{ConsoleText.Line(run.Name)}: {ConsoleText.Line(run.Result.Target.BaseUrl)}: "
                    + ConsoleText.Line(RunVerdict.Of(run.Result).Sentence));
        }

        Console.WriteLine($"{ConsoleText.Line(comparison.Sentence)}.");
        var differences = comparison.Differences.ToList();
        foreach (var entry in differences.Take(MostLines))
        {
            var cells = string.Join(" → ", entry.Cells.Select(cell => cell.Word));
            Console.WriteLine(ConsoleText.Line($"  {comparison.Meaning(entry)}: {entry.RuleId} on {Operations(entry)}: {cells}"));
        }

        if (differences.Count > MostLines)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {differences.Count - MostLines:N0} more"));
        }

        foreach (var one in comparison.Costs)
        {
            Console.WriteLine(ConsoleText.Line($"  {one.Name} costs: {one.Cost.Sentence}"));
        }
    }

    private static string Operations(ComparisonEntry entry) => entry.Operations.Count == 1
        ? entry.Operations[0] ?? "the target as a whole"
        : string.Create(CultureInfo.InvariantCulture, $"{entry.Operations.Count:N0} operations");
}
