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

    /// <summary>
    /// The text on one line, cut before its last clause where it is too long: that one says why, as in "…; it turns at 102,400
    /// bytes". What is before it keeps half of <paramref name="limit"/> at least.
    /// </summary>
    public static string BeforeTheEnd(string? text, int limit)
    {
        var line = VisibleText.Line(text);
        var end = line.LastIndexOf("; ", StringComparison.Ordinal);
        return line.Length <= limit || end < 0 || line.Length - end > limit
            ? Of(line, limit)
            : Of(line[..end], Math.Max(limit / 2, limit - (line.Length - end))) + line[end..];
    }
}
