using System.IO.Enumeration;

namespace Conformance.Reporting.Text;

/// <summary>
/// A pattern for the ids of rules and operations, case-sensitive: <c>*</c> stands for any characters, <c>?</c> for one,
/// everything else for itself. <c>messages.*</c> matches <c>messages.create</c>.
/// </summary>
/// <param name="Pattern">The pattern as it was written.</param>
public sealed record Glob(string Pattern)
{
    /// <summary>Matches everything.</summary>
    public static readonly Glob All = new("*");

    // MatchesSimpleExpression would read a backslash as an escape; no id holds one, so such a pattern matches nothing.
    private readonly bool _possible = !Pattern.Contains('\\', StringComparison.Ordinal);

    /// <summary>Whether an id matches; null, for a case that concerns no operation in particular, is matched by <c>*</c> alone.</summary>
    public bool Matches(string? id) => id is null
        ? Pattern.Length > 0 && Pattern.All(character => character == '*')
        : _possible && FileSystemName.MatchesSimpleExpression(Pattern, id, ignoreCase: false);

    /// <summary>Reads a comma-separated list of patterns; white space around each is dropped.</summary>
    /// <exception cref="FormatException">The list is empty, or one of its patterns is.</exception>
    public static IReadOnlyList<Glob> ParseList(string text)
    {
        var patterns = text.Split(',', StringSplitOptions.TrimEntries);
        return patterns.Contains("")
            ? throw new FormatException($"'{text}' is not a list of patterns; write them separated by commas, such as messages.*,models.*")
            : [.. patterns.Select(pattern => new Glob(pattern))];
    }

    /// <inheritdoc />
    public override string ToString() => Pattern;
}
