using System.CommandLine;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance report results.json</c>: every output of a run, written again.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var results = new Argument<string>("results")
        {
            Description = "The run: its results.json, or the directory that holds it.",
            HelpName = "results.json",
        };
        var baseline = new Option<string?>("--baseline")
        {
            Description = "An earlier run; the summary says what changed since.",
            HelpName = "results.json",
        };
        var output = OutputDirectory.Option("Where the outputs are written.");
        var command = new Command(
            "report",
            "Writes every output of a run again: index.html, junit.xml, summary.md, badge.json and allure-results.")
        {
            results,
            baseline,
            output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var run = await ResultFile.ReadAsync(parsed.GetRequiredValue(results), cancellation);
            var earlier = parsed.GetValue(baseline) is { } path ? await ResultFile.ReadAsync(path, cancellation) : null;
            return await WrittenReport.WriteAsync(run, earlier, parsed.GetRequiredValue(output), cancellation)
                ? 0
                : CommandFailure.ExitCode;
        });
        return command;
    }
}
