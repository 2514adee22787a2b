using System.CommandLine;
using Conformance.Cli;
using Conformance.Cli.Commands;
using Conformance.Reporting.Results;

var command = new RootCommand(
    "A contract test suite for the HTTP contract of the Claude API: runs it against a base URL, works with the results.json that a run "
    + "writes, and starts the reference server.")
{
    RunCommand.Create(),
    CheckCommand.Create(),
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
    var code = CommandFailure.Report($"{what}; --help explains");
    return CheckCommand.IsNamed(parsed) ? RunVerdict.BadSettings : code;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,

        // A run listens to the signals itself, and the first ends it with its report. Any other command that is interrupted writes
        // the report of what it has.
        ProcessTerminationTimeout = RunCommand.IsNamed(parsed) ? null : TimeSpan.FromSeconds(30),
    });
}
catch (Exception exception) when (CommandFailure.IsExpected(exception))
{
    return CommandFailure.Report(exception.Message);
}
catch (OperationCanceledException)
{
    return CommandFailure.Report("stopped");
}
