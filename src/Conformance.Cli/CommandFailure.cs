using Conformance.Reporting.Text;

namespace Conformance.Cli;

/// <summary>How a command ends that cannot do what it was asked: one line on the error stream, exit code 2.</summary>
internal static class CommandFailure
{
    /// <summary>Not 1, which says that the target is worse or not green.</summary>
    public const int ExitCode = 2;

    /// <summary>Whether an exception says what is wrong with the input, so that its message is all a person needs.</summary>
    public static bool IsExpected(Exception exception) => exception is IOException or UnauthorizedAccessException or FormatException;

    public static int Report(string message)
    {
        Console.Error.WriteLine($"conformance: {ConsoleText.Line(message)}");
        return ExitCode;
    }
}
