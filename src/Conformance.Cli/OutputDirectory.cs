using System.CommandLine;

namespace Conformance.Cli;

/// <summary>The option that says where a command writes.</summary>
internal static class OutputDirectory
{
    public static Option<string> Option(string description) => new("--output", "-o")
    {
        Description = description,
        HelpName = "directory",
        DefaultValueFactory = _ => "reports",
    };
}
