using System.CommandLine;
using Conformance.Reporting.Comparisons;
using Conformance.Reporting.Results;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance merge</c>: one run from the shards it was split into.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var results = ResultFile.Argument(
            "shards",
            "The shards, each a results.json or the directory that holds it. What one left out another fills in; where two disagree, "
                + "the worse verdict stays and says so.");
        var output = OutputDirectory.Option("Where the outputs of the whole run are written.");
        var command = new Command(
            "merge",
            "Joins the shards of one run (the same target, other Operations or Rules) and writes every output of the whole.")
        {
            results,
            output,
        };
        command.SetAction(
            (parsed, cancellation) => MergeAsync(parsed.GetRequiredValue(results), parsed.GetRequiredValue(output), cancellation));
        return command;
    }

    private static async Task<int> MergeAsync(string[] paths, string directory, CancellationToken cancellation)
    {
        List<RunResult> shards = [];
        foreach (var path in paths)
        {
            shards.Add(await ResultFile.ReadAsync(path, cancellation));
        }

        var run = ShardMerge.Merge(shards);
        var written = await WrittenReport.WriteAsync(run, baseline: null, directory, cancellation);
        return !written ? CommandFailure.ExitCode : RunVerdict.Of(run).IsGreen ? 0 : 1;
    }
}
