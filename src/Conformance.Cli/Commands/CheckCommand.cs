using System.CommandLine;
using System.Globalization;
using Conformance.Clients;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;
using Conformance.Reporting.Waivers;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance check -- COMMAND</c>: a client, held to what it owes the API.</summary>
internal static class CheckCommand
{
    private const string Name = "check";
    private const int MostAtATime = 64;

    /// <summary>Whether a command line is of this command.</summary>
    public static bool IsNamed(ParseResult parsed) => parsed.CommandResult.Command.Name == Name;

    public static Command Create()
    {
        var client = new Argument<string[]>("command")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "The program and its arguments, after --. It is to make its calls with ANTHROPIC_BASE_URL and ANTHROPIC_API_KEY "
                + "(or CONFORMANCE_BASE_URL and CONFORMANCE_API_KEY), to end by itself, and to fail where a call fails.",
        };
        var output = OutputDirectory.Option("Where the report is written.");
        var rules = Option("--rules", "patterns", "*", "The rules to judge, separated by commas; only the scenarios they need are run.");
        var concurrency = Option("--concurrency", "number", "1", "How many scenarios are under way at a time.");
        var timeout = Option("--timeout", "seconds", "60", "How long the command may run in one scenario.");
        var waivers = Option("--waivers", "file", "", "A file of known deviations.");
        var strict = new Option<bool>("--strict") { Description = "SHOULD counts as MUST." };
        var command = new Command(
            Name,
            "Runs a client of the API once in every scenario against a reference server (a success, errors, a stream that is cut …) and "
                + "judges what it sends and how it takes what comes.")
        {
            client,
            output,
            rules,
            concurrency,
            timeout,
            waivers,
            strict,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                var options = new ClientCheckOptions
                {
                    Command = Command(parsed.GetValue(client) ?? []),
                    Rules = Glob.ParseList(parsed.GetRequiredValue(rules)),
                    Concurrency = Number(parsed.GetRequiredValue(concurrency), "--concurrency", MostAtATime),
                    Timeout = TimeSpan.FromSeconds(Number(parsed.GetRequiredValue(timeout), "--timeout", int.MaxValue / 1000)),
                    Strict = parsed.GetValue(strict),
                    Secrets = CheckedClient.Secrets,
                    Progress = line => Console.WriteLine($"  {line}"),
                };
                OutputDirectory.MustBeWritable(parsed.GetRequiredValue(output));
                var known = parsed.GetRequiredValue(waivers) is { Length: > 0 } file ? WaiverFile.Read(file) : WaiverSet.Empty;
                var run = await ClientCheck.RunAsync(options, cancellation);
                var result = known.Apply(run.Result, DateOnly.FromDateTime(DateTime.UtcNow));
                return await CheckedClient.WriteAsync(run with { Result = result }, parsed.GetRequiredValue(output));
            }
            catch (Exception exception) when (exception is ClientCheckException || CommandFailure.IsExpected(exception))
            {
                CommandFailure.Report(exception.Message);
                return RunVerdict.BadSettings;
            }
        });
        return command;
    }

    private static Option<string> Option(string name, string takes, string usual, string description) => new(name)
    {
        Description = description,
        HelpName = takes,
        DefaultValueFactory = _ => usual,
    };

    // What looks like an option of the check and is none would otherwise be taken for the program.
    private static string[] Command(string[] words) => words switch
    {
        [] or [""] =>
            throw new FormatException("there is no command to check; write it after --, such as conformance check -- node app.mjs"),
        [['-', ..] option, ..] => throw new FormatException($"'{option}' is not known here; --help explains"),
        _ => words,
    };

    private static int Number(string text, string name, int most) =>
        int.TryParse(text.TrimEnd('s'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? number
            : throw new FormatException($"{name} = '{text}' is not a number from 1 to {most}");
}
