using System.Buffers;
using System.Globalization;

namespace Conformance.Reporting.Secrets;

/// <summary>
/// The parts of a text that may be base64 or hexadecimal digits, decoded in every alignment: so a secret is seen in them
/// whatever stands before it and however its case was changed.
/// </summary>
internal static class EncodedRuns
{
    // What 12 bytes take at least.
    private const int LeastBase64 = 16;
    private const int LeastHex = 24;

    private static readonly SearchValues<char> Base64Digits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    private static readonly sbyte[] Values = MakeValues();

    /// <summary>What may be decoded of a text, and in which form it was.</summary>
    public static IEnumerable<(MappedText Text, string Form)> Decode(MappedText from)
    {
        var text = from.Text;
        for (var at = 0; at < text.Length;)
        {
            var skipped = text.AsSpan(at).IndexOfAny(Base64Digits);
            if (skipped < 0)
            {
                yield break;
            }

            at += skipped;
            var length = text.AsSpan(at).IndexOfAnyExcept(Base64Digits);
            length = length < 0 ? text.Length - at : length;
            for (var phase = 0; phase < 4 && length - phase >= LeastBase64 - 1; phase++)
            {
                yield return (Base64(from, at + phase, length - phase), "in base64");
            }

            if (length >= LeastHex)
            {
                for (var phase = 0; phase < 2; phase++)
                {
                    if (Hex(from, at + phase, length - phase) is { } decoded)
                    {
                        yield return (decoded, "in hex");
                    }
                }
            }

            at += length;
        }
    }

    private static MappedText Base64(MappedText from, int start, int length)
    {
        var decoded = string.Create(length * 6 / 8, (from.Text, start), static (bytes, source) =>
        {
            for (var index = 0; index < bytes.Length; index++)
            {
                // The byte begins in one digit and ends in the next: 6 + 2, 4 + 4, 2 + 6 bits.
                var first = source.start + index * 8 / 6;
                var shift = index % 3;
                var (high, low) = (Values[source.Text[first]], Values[source.Text[first + 1]]);
                bytes[index] = (char)(((high << (2 + 2 * shift)) | (low >> (4 - 2 * shift))) & 0xFF);
            }
        });
        return new MappedText(decoded, index => from.Source(start + index * 8 / 6, 2));
    }

    private static MappedText? Hex(MappedText from, int start, int length)
    {
        // A run of base64 digits is longer than one of hexadecimal ones; what is none decodes to what no key holds.
        var longest = 0;
        var decoded = new char[length / 2];
        for (var (index, run) = (0, 0); index < decoded.Length; index++)
        {
            var isHex = byte.TryParse(
                from.Text.AsSpan(start + 2 * index, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
            decoded[index] = (char)value;
            run = isHex ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest >= SecretPatterns.LeastOwn ? new MappedText(new string(decoded), index => from.Source(start + 2 * index, 2)) : null;
    }

    private static sbyte[] MakeValues()
    {
        const string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var values = new sbyte[128];
        for (var value = 0; value < digits.Length; value++)
        {
            values[digits[value]] = (sbyte)value;
        }

        (values['-'], values['_']) = (62, 63);
        return values;
    }
}
