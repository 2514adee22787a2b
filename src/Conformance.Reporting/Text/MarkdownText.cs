using System.Text;
using System.Text.RegularExpressions;

namespace Conformance.Reporting.Text;

/// <summary>
/// Text of others inside Markdown: nothing of it acts as Markdown, HTML, a link, a mention or, where a job prints the
/// file to its console, a workflow command.
/// </summary>
public static partial class MarkdownText
{
    private const string Structural = @"\`*_{}[]()<>#|~:$&!+=^";

    /// <summary>The text as code, on one line, safe in a table's cell.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">At most this many characters of it.</param>
    public static string Code(string? text, int limit = 400)
    {
        var line = Cut(VisibleText.Line(text), limit);
        if (line.Length == 0)
        {
            return "";
        }

        // A pipe ends a cell even in code, and "::" and "##" begin commands of CI systems: they stand between two codes.
        return string.Concat(Separators().Split(line).Where(part => part.Length > 0)
            .Select(part => Separators().IsMatch(part) ? Entities(part) : Span(part)));
    }

    /// <summary>The text as prose, on one line, safe in a table's cell.</summary>
    public static string Plain(string? text, int limit = 400)
    {
        var escaped = new StringBuilder();
        foreach (var character in Cut(VisibleText.Line(text), limit))
        {
            escaped.Append(character switch
            {
                // GitHub makes a mention or an address of it even when it is written as an entity, but not in code.
                '@' => "`@`",
                _ when Structural.Contains(character, StringComparison.Ordinal) => $"&#{(int)character};",
                _ => character.ToString(),
            });
        }

        // GitHub makes a link of a bare www.
        return escaped.Replace("www.", "www&#46;").ToString();
    }

    private static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        return (char.IsHighSurrogate(text[limit - 1]) ? text[..(limit - 1)] : text[..limit]) + "…";
    }

    private static string Span(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        var longest = Backticks().Matches(text).Select(match => match.Length).DefaultIfEmpty(0).Max();
        var fence = new string('`', longest + 1);
        // CommonMark strips one space from both ends, which lets a code begin or end with a backtick.
        var pad = text[0] is '`' or ' ' || text[^1] is '`' or ' ' ? " " : "";
        return fence + pad + text + pad + fence;
    }

    private static string Entities(string text) => string.Concat(text.Select(character => $"&#{(int)character};"));

    [GeneratedRegex(@"(\||::+|##+)")]
    private static partial Regex Separators();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
