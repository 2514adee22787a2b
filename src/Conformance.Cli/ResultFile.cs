using System.CommandLine;
using Conformance.Reporting.Comparisons;
using Conformance.Reporting.Json;
using Conformance.Reporting.Results;

namespace Conformance.Cli;

/// <summary>Reads runs from the files that a command line names.</summary>
internal static class ResultFile
{
    private const string DefaultName = "results.json";

    /// <summary>An argument that names runs.</summary>
    public static Argument<string[]> Argument(string name, string description) => new(name)
    {
        Arity = ArgumentArity.OneOrMore,
        Description = description,
        HelpName = "results.json",
    };

    /// <summary>Reads one run.</summary>
    /// <param name="path">A file, or a directory with a <c>results.json</c> in it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="FormatException">It is not a result.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Task<RunResult> ReadAsync(string path, CancellationToken cancellation)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, DefaultName) : path;
        return File.Exists(file) ? ResultsJson.ReadAsync(file, cancellation) : throw new FileNotFoundException($"there is no file {file}");
    }

    /// <summary>Reads runs and names them: <c>NAME=path</c> gives a name, otherwise its file or directory does.</summary>
    /// <exception cref="FormatException">One is not a result.</exception>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static async Task<IReadOnlyList<ComparedRun>> ReadAllAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        List<ComparedRun> runs = [];
        foreach (var argument in arguments)
        {
            var (name, path) = Split(argument);
            runs.Add(new ComparedRun(name, await ReadAsync(path, cancellation)));
        }

        // Two files of one name are told apart by their paths.
        var ambiguous = runs.GroupBy(run => run.Name).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet();
        return
        [
            .. runs.Select((run, index) => ambiguous.Contains(run.Name) ? run with { Name = $"{index + 1}: {arguments[index]}" } : run)
        ];
    }

    private static (string Name, string Path) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && !File.Exists(argument) && !Directory.Exists(argument))
        {
            return (argument[..equals], argument[(equals + 1)..]);
        }

        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(argument));
        var named = Path.GetFileName(path) == DefaultName ? Path.GetDirectoryName(path) : path;
        return (Path.GetFileNameWithoutExtension(named) is { Length: > 0 } name ? name : argument, argument);
    }
}
