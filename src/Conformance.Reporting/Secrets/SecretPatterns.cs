using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Conformance.Reporting.Secrets;

/// <summary>Every text that gives a secret away: itself, in base64, in hexadecimal digits, and its hashes.</summary>
internal static partial class SecretPatterns
{
    /// <summary>So many characters in a row of a key's own part are the key.</summary>
    public const int LeastOwn = 12;

    // Shorter values are words that turn up by chance.
    private const int LeastWhole = 4;

    // What 12 bytes determine wholly of base64, whatever stands before them; of hexadecimal digits; of a hash.
    private const int LeastBase64 = 15;
    private const int LeastHex = 2 * LeastOwn;
    private const int LeastHash = 20;

    /// <summary>The patterns of a secret; none for one that is too short to be told from other text.</summary>
    public static IEnumerable<SecretPattern> Of(string secret)
    {
        if (secret.Length < LeastWhole)
        {
            return [];
        }

        var prefix = PublicPrefix().Match(secret).Value;
        var own = secret[prefix.Length..];
        var isLong = own.Length >= LeastOwn;
        var shown = isLong ? own : secret;
        var bytes = Encoding.UTF8.GetBytes(shown);
        return
        [
            new(
                SecretFolding.Of(shown),
                isLong ? LeastOwn : shown.Length,
                isLong ? 1 : 0,
                "the key",
                isLong ? SecretFolding.Of(prefix) : ""),
            .. Base64(bytes).Select(text => new SecretPattern(
                SecretFolding.Of(text), isLong ? LeastBase64 : text.Length, isLong ? 0.75 : 0, "the key in base64", "")),
            new(Convert.ToHexStringLower(bytes), isLong ? LeastHex : 2 * bytes.Length, isLong ? 0.5 : 0, "the key in hex", ""),
            .. Hashes(Encoding.UTF8.GetBytes(secret)),
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
            if (end - start >= 2 * LeastWhole)
            {
                yield return text[start..end];
            }
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "Looked for, not relied on.")]
    [SuppressMessage("Security", "CA5351", Justification = "Looked for, not relied on.")]
    private static IEnumerable<SecretPattern> Hashes(byte[] secret)
    {
        (string Name, byte[] Hash)[] hashes =
        [
            ("SHA-256", SHA256.HashData(secret)),
            ("SHA-512", SHA512.HashData(secret)),
            ("SHA-1", SHA1.HashData(secret)),
            ("MD5", MD5.HashData(secret)),
        ];
        foreach (var (name, hash) in hashes)
        {
            yield return new SecretPattern(Convert.ToHexStringLower(hash), LeastHash, 0, $"the {name} hash of the key in hex", "");
            var base64 = SecretFolding.Of(Convert.ToBase64String(hash).TrimEnd('='));
            yield return new SecretPattern(base64, LeastHash, 0, $"the {name} hash of the key in base64", "");
        }
    }

    // What every key of a kind begins with, and the scheme of an Authorization header.
    [GeneratedRegex("^(?:[A-Za-z]+ )?(?:sk-(?:ant-)?(?:[a-z]+[0-9]+-)?)?")]
    private static partial Regex PublicPrefix();
}
