using System.Security.Cryptography;
using System.Text;

namespace Conformance.Wire;

/// <summary>
/// Takes secrets out of what is shown or written: by the name of a header field, and by value wherever the value
/// stands, plain, percent-encoded, in base64 or hashed.
/// </summary>
public sealed class Redactor
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mark = "[redacted]";

    private static readonly string[] SecretFields = ["x-api-key", "authorization", "proxy-authorization", "cookie", "set-cookie"];

    private readonly string[] _fields;
    private readonly string[] _open;
    private readonly string[] _values;

    /// <summary>A redactor of these secrets.</summary>
    /// <param name="values">Secret values; empty ones and those shorter than four characters are left alone.</param>
    /// <param name="fields">Names of header fields whose values are secret beside those that always are.</param>
    /// <param name="open">Values that look like secrets and are none, such as a key that is nobody's.</param>
    public Redactor(IEnumerable<string> values, IEnumerable<string> fields, IEnumerable<string> open)
    {
        _open = [.. open];
        _fields = [.. SecretFields, .. fields];
        _values =
        [
            .. values.Where(value => value.Length >= 4).SelectMany(Forms).Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length),
        ];
    }

    /// <summary>A text without secrets.</summary>
    public string Text(string text)
    {
        foreach (var value in _values)
        {
            text = text.Replace(value, Mark, StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    /// <summary>
    /// A header field line without secrets. What kind of key it was, or that it was empty, still shows; an
    /// <c>authorization</c> keeps its scheme.
    /// </summary>
    public HeaderField Field(HeaderField field)
    {
        if (!_fields.Any(field.Is) || field.Value.Length == 0 || _open.Any(open => field.Value == open || field.Value.EndsWith(' ' + open, StringComparison.Ordinal)))
        {
            return field with { Value = Text(field.Value) };
        }

        var scheme = field.Is("authorization") && field.Value.IndexOf(' ', StringComparison.Ordinal) is > 0 and < 16 and var space
            ? field.Value[..(space + 1)]
            : "";
        return field with { Value = scheme + Mark };
    }

#pragma warning disable CA5350, CA5351 // A target may have used them; here they are only looked for.
    private static byte[][] Hashes(string value) =>
        [SHA256.HashData(Encoding.UTF8.GetBytes(value)), SHA1.HashData(Encoding.UTF8.GetBytes(value)), MD5.HashData(Encoding.UTF8.GetBytes(value))];
#pragma warning restore CA5350, CA5351

    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        yield return Uri.EscapeDataString(value);

        foreach (var hash in Hashes(value))
        {
            yield return Convert.ToHexString(hash);
            yield return Convert.ToBase64String(hash).TrimEnd('=');
        }

        // Base64 of the value at each of the three alignments, without the characters that neighbours share.
        var bytes = Encoding.UTF8.GetBytes(value);
        for (var offset = 0; offset < 3; offset++)
        {
            var text = Convert.ToBase64String([.. new byte[offset], .. bytes]).TrimEnd('=');
            var inner = text[(offset == 0 ? 0 : offset + 1)..^1];
            if (inner.Length >= 8)
            {
                yield return inner;
            }
        }
    }
}
