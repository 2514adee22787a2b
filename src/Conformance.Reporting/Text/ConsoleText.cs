namespace Conformance.Reporting.Text;

/// <summary>
/// Text of others on a console: invisible characters are made visible, and the marks that begin commands of CI systems
/// (<c>::error::</c>, <c>##[error]</c>, <c>##vso[…]</c>, <c>##teamcity[…]</c>) are pulled apart, since some are obeyed anywhere in a line.
/// </summary>
public static class ConsoleText
{
    /// <summary>The text on one line.</summary>
    public static string Line(string? text)
    {
        var line = VisibleText.Line(text);
        // Twice: the first pass leaves every second mark of a longer row.
        return Apart(Apart(line));
    }

    private static string Apart(string text) => text
        .Replace("::", ": :", StringComparison.Ordinal)
        .Replace("##", "# #", StringComparison.Ordinal);
}
