namespace Conformance.Reporting.Text;

/// <summary>
/// Text cut for display. Whatever is cut here went through redaction before: results hold no secret, and a cut secret
/// could no longer be told from other text.
/// </summary>
public static class ShortText
{
    /// <summary>The text on one line, visible, at most <paramref name="limit"/> characters and then an ellipsis.</summary>
    public static string Of(string? text, int limit)
    {
        var line = VisibleText.Line(text);
        if (line.Length <= limit)
        {
            return line;
        }

        return (char.IsHighSurrogate(line[limit - 1]) ? line[..(limit - 1)] : line[..limit]) + "…";
    }
}
