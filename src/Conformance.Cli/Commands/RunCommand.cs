using System.CommandLine;
using System.CommandLine.Completions;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance run</c>: the suite, each of its settings an option.</summary>
internal static class RunCommand
{
    private const string Name = "run";

    public static Command Create()
    {
        var file = new Option<string?>("--settings", "-s")
        {
            Description = "A settings file (.runsettings); CONFORMANCE_NAME in the environment overrides it, and an option overrides both.",
            HelpName = "file",
        };
        var options = Setting.All.Select(setting => (Setting: setting, Option: Option(setting))).ToList();
        var command = new Command(
            Name,
            "Judges a target, by default the suite's own reference server, and writes the reports. Keys come from the environment only: "
                + $"{string.Join(", ", Secrets.EnvironmentVariables)}.")
        {
            file,
        };
        foreach (var (_, option) in options)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(file),
            [
                .. options.Where(one => parsed.GetResult(one.Option) is { Implicit: false })
                    .Select(one => KeyValuePair.Create(one.Setting, Text(parsed, one.Option, one.Setting)))
            ]));
        return command;
    }

    /// <summary>Whether a command line is one of this command.</summary>
    public static bool IsNamed(ParseResult parsed) => parsed.CommandResult.Command.Name == Name;

    /// <summary>Says in one line what of the command line cannot be used.</summary>
    public static int Refuse(ParseResult parsed)
    {
        var why = parsed.UnmatchedTokens.Count > 0
            ? SettingsReader.WhyUnknown(parsed.UnmatchedTokens[0])
            : $"command line: {parsed.Errors[0].Message.TrimEnd('.')}";
        Console.Error.WriteLine($"conformance: {ConsoleText.Line(why)}");
        return RunVerdict.BadSettings;
    }

    private static async Task<int> RunAsync(string? file, IReadOnlyList<KeyValuePair<Setting, string>> settings)
    {
        try
        {
            return await Session.Run(file, settings, LiveView.IsPossible ? LiveView.Show : null);
        }
        catch (Exception exception)
        {
            // Whatever it is, it is no verdict on the target.
            Console.Error.WriteLine($"conformance: fault of the suite: {ConsoleText.Line(exception.ToString())}");
            return RunVerdict.OfTheSuite;
        }
    }

    private static Option<string?> Option(Setting setting)
    {
        var option = new Option<string?>(setting.Option)
        {
            Description = setting.Default.Length > 0 ? $"{setting.Meaning} [default: {setting.Default}]" : setting.Meaning,
            HelpName = setting.IsSwitch ? "true|false" : "value",
            Arity = setting.IsSwitch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
        option.CompletionSources.Add(_ => setting.Values.Select(value => new CompletionItem(value)));
        return option;
    }

    private static string Text(ParseResult parsed, Option<string?> option, Setting setting) =>
        parsed.GetValue(option) ?? (setting.IsSwitch ? "true" : "");
}
