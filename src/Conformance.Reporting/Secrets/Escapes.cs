using System.Globalization;
using System.Text;

namespace Conformance.Reporting.Secrets;

/// <summary>Undoes what a text was escaped with: percent signs, backslashes as in JSON, and entities of HTML, in any mixture.</summary>
internal static class Escapes
{
    private const int LongestEntity = 10;

    private static readonly Dictionary<string, char> Entities = new(StringComparer.Ordinal)
    {
        ["amp"] = '&',
        ["lt"] = '<',
        ["gt"] = '>',
        ["quot"] = '"',
        ["apos"] = '\'',
        ["lowbar"] = '_',
        ["UnderBar"] = '_',
        ["plus"] = '+',
        ["sol"] = '/',
        ["equals"] = '=',
        ["colon"] = ':',
        ["period"] = '.',
    };

    /// <summary>The text with one layer of escapes undone, and in which form it was; null where there is nothing to undo.</summary>
    public static (MappedText Text, string Form)? Decode(MappedText from)
    {
        var text = from.Text;
        if (text.AsSpan().IndexOfAny('%', '\\', '&') < 0)
        {
            return null;
        }

        var decoded = new StringBuilder(text.Length);
        var starts = new int[text.Length];
        var ends = new int[text.Length];
        var form = "";
        for (var at = 0; at < text.Length;)
        {
            var (character, length, how) = One(text, at);
            if (length > 1)
            {
                form = form.Length == 0 || form == how ? how : "escaped";
            }

            (starts[decoded.Length], ends[decoded.Length]) = from.Source(at, length);
            decoded.Append(character);
            at += length;
        }

        return form.Length == 0 ? null : (new MappedText(decoded.ToString(), index => (starts[index], ends[index])), form);
    }

    private static (char Character, int Length, string Form) One(string text, int at) => text[at] switch
    {
        '%' when Hex(text, at + 1, 2) is { } code => ((char)code, 3, "URL-encoded"),
        '\\' => Backslash(text, at),
        '&' => Entity(text, at),
        var plain => (plain, 1, ""),
    };

    private static (char Character, int Length, string Form) Backslash(string text, int at)
    {
        const string form = "JSON-escaped";
        return at + 1 >= text.Length ? ('\\', 1, "") : text[at + 1] switch
        {
            'u' or 'U' when Hex(text, at + 2, 4) is { } code => ((char)code, 6, form),
            'x' when Hex(text, at + 2, 2) is { } code => ((char)code, 4, form),
            var escaped and ('/' or '"' or '\\') => (escaped, 2, form),
            _ => ('\\', 1, ""),
        };
    }

    private static (char Character, int Length, string Form) Entity(string text, int at)
    {
        const string form = "HTML-encoded";
        var end = at + 1;
        while (
            end < text.Length && end - at <= LongestEntity && (char.IsAsciiLetterOrDigit(text[end]) || (end == at + 1 && text[end] == '#')))
        {
            end++;
        }

        var name = text.AsSpan(at + 1, end - at - 1);
        var length = end - at + (end < text.Length && text[end] == ';' ? 1 : 0);
        if (name.Length > 1 && name[0] == '#')
        {
            var isHex = name[1] is 'x' or 'X';
            var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
            return int.TryParse(name[(isHex ? 2 : 1)..], style, CultureInfo.InvariantCulture, out var code)
                && code is > 0 and <= char.MaxValue
                ? ((char)code, length, form)
                : ('&', 1, "");
        }

        return Entities.TryGetValue(name.ToString(), out var character) ? (character, length, form) : ('&', 1, "");
    }

    private static int? Hex(string text, int at, int digits) =>
        at + digits <= text.Length
        && int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? code
            : null;
}
