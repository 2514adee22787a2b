using System.Text;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Curl;

/// <summary>Quoting for a POSIX shell.</summary>
internal static class Shell
{
    /// <summary>
    /// The text as one word that stands for exactly itself. Control characters, which a terminal would act on when the
    /// command is pasted, are dropped; <see cref="QuoteEscaped"/> keeps them.
    /// </summary>
    public static string Quote(string text)
    {
        var safe = string.Concat(text.Where(character => !char.IsControl(character) || character == '\n'));
        return "'" + safe.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }

    /// <summary>The text as one word for <c>printf '%b'</c>: whatever cannot be seen becomes octal escapes of its UTF-8 bytes.</summary>
    public static string QuoteEscaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '\\' => "\\\\",
                '\'' => "'\\''",
                '\r' => "\\r",
                '\n' => "\\n",
                '\t' => "\\t",
                _ => Escape(rune.ToString()),
            });
        }

        return $"'{escaped}'";
    }

    private static string Escape(string character) => VisibleText.Line(character) == character
        ? character
        : string.Concat(Encoding.UTF8.GetBytes(character).Select(octet => "\\0" + Convert.ToString(octet, 8).PadLeft(3, '0')));
}
