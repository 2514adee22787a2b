using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Conformance.Reporting.Secrets;

/// <summary>Every sequence of bytes that gives a secret away.</summary>
internal static class SecretNeedles
{
    // Shorter pieces turn up by chance.
    private const int ShortestPiece = 8;

    public static IReadOnlyList<(SecretForm Form, byte[] Bytes)> Of(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        List<(SecretForm Form, string Text)> forms = [(SecretForm.Plain, secret)];
        forms.AddRange(Base64(bytes).Select(text => (SecretForm.Base64, text)));
        forms.AddRange(PercentEncoded(secret, bytes).SelectMany(BothCases).Select(text => (SecretForm.UrlEncoded, text)));
        forms.AddRange(JsonEscaped(secret).Select(text => (SecretForm.JsonEscaped, text)));
        forms.Add((SecretForm.HtmlEncoded, WebUtility.HtmlEncode(secret)));
        forms.AddRange(Hex(SecretForm.Hex, bytes));
        forms.AddRange(Digests(bytes));
        return
        [
            .. forms.Where(form => form.Form == SecretForm.Plain || form.Text.Length >= ShortestPiece)
                .DistinctBy(form => form.Text)
                .Select(form => (form.Form, Encoding.UTF8.GetBytes(form.Text))),
        ];
    }

    // Three bytes are four digits, so what stands before the secret shifts it. The digits that its neighbours have a part
    // in are left off.
    private static IEnumerable<string> Base64(byte[] secret)
    {
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. secret]).TrimEnd('=');
            var start = (before * 4 + 2) / 3;
            var end = (before + secret.Length) % 3 == 0 ? text.Length : text.Length - 1;
            if (end - start >= ShortestPiece)
            {
                var piece = text[start..end];
                yield return piece;
                yield return piece.Replace('+', '-').Replace('/', '_');
            }
        }
    }

    // Encoders differ in what they leave alone: the unreserved characters, letters and digits only, nothing at all.
    private static IEnumerable<string> PercentEncoded(string secret, byte[] bytes) =>
    [
        Uri.EscapeDataString(secret),
        WebUtility.UrlEncode(secret),
        string.Concat(bytes.Select(value => char.IsAsciiLetterOrDigit((char)value) ? ((char)value).ToString() : $"%{value:X2}")),
        string.Concat(bytes.Select(value => $"%{value:X2}")),
    ];

    private static IEnumerable<string> JsonEscaped(string secret)
    {
        yield return JavaScriptEncoder.Default.Encode(secret);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret).Replace("/", "\\/", StringComparison.Ordinal);
        foreach (var text in BothCases(string.Concat(secret.Select(character => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}")))))
        {
            yield return text;
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "Looked for, not relied on.")]
    [SuppressMessage("Security", "CA5351", Justification = "Looked for, not relied on.")]
    private static IEnumerable<(SecretForm Form, string Text)> Digests(byte[] secret) =>
    [
        .. Hex(SecretForm.Sha256, SHA256.HashData(secret)),
        .. Hex(SecretForm.Sha1, SHA1.HashData(secret)),
        .. Hex(SecretForm.Md5, MD5.HashData(secret)),
    ];

    private static IEnumerable<(SecretForm Form, string Text)> Hex(SecretForm form, byte[] bytes) =>
        [(form, Convert.ToHexStringLower(bytes)), (form, Convert.ToHexString(bytes))];

    // The digits of an escape in both cases; the text around them stays as it is.
    private static IEnumerable<string> BothCases(string escaped)
    {
        yield return escaped;
        var lower = new StringBuilder(escaped);
        for (var at = 0; at < escaped.Length; at++)
        {
            var digits = escaped[at] switch { '%' => 2, '\\' => 5, _ => 0 };
            for (; digits > 0 && at + 1 < escaped.Length; digits--)
            {
                at++;
                lower[at] = char.ToLowerInvariant(lower[at]);
            }
        }

        yield return lower.ToString();
    }
}
