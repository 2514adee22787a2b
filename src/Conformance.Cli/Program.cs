using System.CommandLine;
using Conformance.Cli;
using Conformance.Cli.Commands;

var command = new RootCommand(
    "A contract test suite for the HTTP contract of the Claude API: runs it against a base URL, works with the results.json that a run "
    + "writes, and starts the reference server.")
{
    RunCommand.Create(),
    CompareCommand.Create(),
    MergeCommand.Create(),
    ReportCommand.Create(),
    RulesCommand.Create(),
    ServeCommand.Create(),
};
HelpWithExamples.AddTo(command);

var parsed = command.Parse(args);
if (parsed.Errors.Count > 0)
{
    if (RunCommand.IsNamed(parsed))
    {
        return RunCommand.Refuse(parsed);
    }

    var what = parsed.UnmatchedTokens.Count > 0
        ? $"'{parsed.UnmatchedTokens[0]}' is not known here"
        : parsed.Errors[0].Message.TrimEnd('.');
    return CommandFailure.Report($"{what}; --help explains");
}

try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
    if (RunCommand.IsNamed(parsed))
    {
        // The run listens to the signals itself: the first ends it with its report.
        configuration.ProcessTerminationTimeout = null;
    }

    return await parsed.InvokeAsync(configuration);
}
catch (Exception exception) when (CommandFailure.IsExpected(exception))
{
    return CommandFailure.Report(exception.Message);
}
catch (OperationCanceledException)
{
    return CommandFailure.Report("stopped");
}
