using System.Buffers;
using System.Globalization;
using System.Text;

namespace Conformance.Reporting.Text;

/// <summary>
/// Makes what cannot be seen visible, so that the bytes of a target neither act on a terminal or a page nor hide from
/// a reader: NUL becomes <c>␀</c>, a right-to-left override <c>⟨U+202E⟩</c>. The text of every output passes through
/// here; it is still to be encoded for the format it goes into.
/// </summary>
public static class VisibleText
{
    // More marks than this on one character are a way to paint over the lines above and below.
    private const int MarksInARow = 3;

    private static readonly char[] Printed = [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)];
    private static readonly SearchValues<char> PlainInLine = SearchValues.Create(Printed);
    private static readonly SearchValues<char> PlainInLines = SearchValues.Create([.. Printed, '\n', '\t']);

    /// <summary>The text with its line feeds and tabs kept, everything else that cannot be seen made visible.</summary>
    public static string Of(string? text) => Show(text, keepLines: true);

    /// <summary>The text on one line: line feeds and tabs are made visible too.</summary>
    public static string Line(string? text) => Show(text, keepLines: false);

    private static string Show(string? text, bool keepLines)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var plain = keepLines ? PlainInLines : PlainInLine;
        if (!text.AsSpan().ContainsAnyExcept(plain))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        var marks = 0;
        for (var at = 0; at < text.Length;)
        {
            var left = text.AsSpan(at);
            var run = left.IndexOfAnyExcept(plain);
            if (run != 0)
            {
                run = run < 0 ? left.Length : run;
                shown.Append(left[..run]);
                marks = 0;
                at += run;
            }
            else if (Rune.DecodeFromUtf16(left, out var rune, out var length) != OperationStatus.Done)
            {
                Name(shown, text[at]);
                at++;
            }
            else
            {
                marks = IsMark(rune) ? marks + 1 : 0;
                Append(shown, rune, left[..length], hidden: marks > MarksInARow);
                at += length;
            }
        }

        return shown.ToString();
    }

    private static void Append(StringBuilder shown, Rune rune, ReadOnlySpan<char> text, bool hidden)
    {
        var code = rune.Value;
        if (code < 0x20)
        {
            shown.Append((char)(0x2400 + code));
        }
        else if (code == 0x7F)
        {
            shown.Append('\u2421');
        }
        else if (hidden || !IsSeen(rune))
        {
            Name(shown, code);
        }
        else
        {
            shown.Append(text);
        }
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        _ => !IsDefaultIgnorable(rune.Value),
    };

    // Letters and marks that Unicode says to draw as nothing (Default_Ignorable_Code_Point), beside the format characters.
    private static bool IsDefaultIgnorable(int code) => code
        is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0
        or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static void Name(StringBuilder shown, int code) =>
        shown.Append(CultureInfo.InvariantCulture, $"\u27E8U+{code:X4}\u27E9");
}
