using System.Text;
using System.Text.RegularExpressions;

namespace Conformance.Suite.Assertions;

/// <summary>What of a server's inside an answer shows to those who should not see it.</summary>
internal static partial class Internals
{
    /// <summary>What the bytes of a body show: <c>a stack trace</c>, <c>a file path</c>; null for nothing.</summary>
    public static string? In(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        return StackTrace().IsMatch(text) ? "a stack trace" : FilePath().IsMatch(text) ? "a file path" : null;
    }

    // As Python, Java and .NET, JavaScript and Go write theirs; in JSON a line ends with \n.
    [GeneratedRegex(
        @"Traceback \(most recent call last\)|\bat [\w.$<>]+\([\w.]+:\d+\)|\bat .{1,120}:line \d+"
            + @"|\bat .{1,120}\(?/[^\s()]+:\d+:\d+\)?|goroutine \d+ \[",
        RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex StackTrace();

    [GeneratedRegex(
        @"(?<![\w/.])/(usr|home|var|opt|app|srv|etc|root|workspace|src)/[\w.@-]+(/[\w.@-]+)+|\b[A-Za-z]:\\{1,2}\w+\\",
        RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex FilePath();
}
