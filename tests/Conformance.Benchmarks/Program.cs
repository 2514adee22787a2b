using System.Globalization;
using Spectre.Console;

namespace Conformance.Benchmarks;

/// <summary>
/// Measures the suite against curl, in one run and on the same servers, and prints ratios. Without arguments everything;
/// otherwise the parts that are named: <c>exchanges</c>, <c>uploads</c>, <c>early</c>, <c>suite</c>, <c>interruptions</c>,
/// <c>steadiness</c>.
/// </summary>
public static class Program
{
    private static readonly (string Name, Func<Task> Run)[] Parts =
    [
        ("exchanges", Exchanges.Run),
        ("uploads", Uploads.Run),
        ("early", EarlyAnswers.Run),
        ("suite", SuiteRuns.Run),
        ("interruptions", Interruptions.Run),
        ("steadiness", Steadiness.Run),
    ];

    /// <summary>Runs the parts, or, as a child of such a run, one client under measure.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is [ClientUnderMeasure.Verb, ..])
        {
            await ClientUnderMeasure.Run(args[1..]);
            return 0;
        }

        if (args.FirstOrDefault(name => Parts.All(part => part.Name != name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync(
                $"'{unknown}' is no benchmark; there are {string.Join(", ", Parts.Select(part => part.Name))}");
            return 1;
        }

        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 160;
        }

        AnsiConsole.MarkupLineInterpolated(
            $"{Environment.ProcessorCount} processors, .NET {Environment.Version}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
        foreach (var (name, run) in Parts.Where(part => args.Length == 0 || args.Contains(part.Name)))
        {
            AnsiConsole.Write(new Rule(name) { Justification = Justify.Left });
            await run();
        }

        return 0;
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    internal static Table Table(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(columns[0]);
        foreach (var column in columns[1..])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        return table;
    }
}
