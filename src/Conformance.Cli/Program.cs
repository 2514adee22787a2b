using System.CommandLine;
using Conformance.Cli;
using Conformance.Cli.Commands;

var command = new RootCommand(
    "Works with the results.json that a run of the conformance suite writes, and starts the reference server. "
    + "The suite itself runs with: dotnet test --settings runsettings.xml")
{
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
    var what = parsed.UnmatchedTokens.Count > 0
        ? $"'{parsed.UnmatchedTokens[0]}' is not known here"
        : parsed.Errors[0].Message.TrimEnd('.');
    return CommandFailure.Report($"{what}; --help explains");
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // A command that is interrupted writes the report of what it has.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
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
