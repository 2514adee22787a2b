using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Conformance.Reporting.Secrets;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary>What redaction leaves of a key, whatever a target did to it. What is left is decoded here by other means.</summary>
public sealed partial class RedactorTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const string Prefix = "sk-ant-api03-";
    private const string Open = "sk-ant-api03-conformance-invalid-key";
    private const int OwnLength = 95;
    private const int Rounds = 3_000;

    private static readonly string[] Encodings =
    [
        "plain", "URL", "JSON", "HTML", "mixed", "base64", "base64url", "base64, then URL", "hex", "HEX"
    ];

    [TestCaseSource(nameof(Encodings))]
    public void No_12_characters_of_a_key_survive_in_any_place_shape_or_cut(string encoding)
    {
        var random = new Random(Encodings.IndexOf(encoding));
        for (var round = 0; round < Rounds; round++)
        {
            var own = Text(random, OwnLength);
            var key = Prefix + own;
            var text = Cut(
                random, $"{Text(random, random.Next(50))} {Encode(random, encoding, Piece(random, key))} {Text(random, random.Next(50))}");

            var clean = new Redactor([key], [], [Open]).Text(text);

            Survives(clean, own).Should().BeFalse("of {0} stays {1}", text, clean);
        }
    }

    [Test]
    public void What_is_no_secret_stays_as_it_is()
    {
        var random = new Random(1);
        var redactor = new Redactor([Prefix + Text(random, OwnLength)], [], [Open]);
        foreach (var text in Enumerable.Range(0, Rounds).Select(_ => Text(random, 400)).Append(Open).Append(Prefix + "…"))
        {
            redactor.Text(text).Should().Be(text);
        }
    }

    [TestCase("SHA256")]
    [TestCase("SHA512")]
    [TestCase("SHA1")]
    [TestCase("MD5")]
    public void A_hash_is_named_and_taken_out(string name)
    {
        var key = Prefix + Text(new Random(2), OwnLength);
        var hash = CryptographicOperations.HashData(new HashAlgorithmName(name), Encoding.UTF8.GetBytes(key));
        foreach (
            var (text, form) in new[]
            {
                (Convert.ToHexString(hash), "hex"),
                (Convert.ToHexStringLower(hash), "hex"),
                (Convert.ToBase64String(hash), "base64"),
            })
        {
            new SecretFinder([key]).Find($"a {text} b").Select(match => match.Form).Should().Contain(
                found => found.EndsWith($"hash of the key in {form}"));
            new Redactor([key], [], []).Text($"a {text} b").Should().StartWith("a [redacted]").And.NotContain(text[..16]);
        }
    }

    [Test]
    public void A_match_is_named_in_words()
    {
        var key = Prefix + Text(new Random(3), OwnLength);
        var finder = new SecretFinder([key]);

        finder.Find(key).Should().ContainSingle().Which.Should().Be(new SecretMatch("the key", 0, key.Length));
        finder.Find(key[..73]).Should().ContainSingle().Which.Form.Should().Be("60 characters of the key");
        finder.Find(Convert.ToBase64String(Encoding.UTF8.GetBytes(key))).Should().Contain(match => match.Form == "the key in base64");
        finder.Find(key[..24]).Should().BeEmpty("eleven characters of it are no key");
        finder.Find(Encoding.UTF8.GetBytes(key)).Should().ContainSingle();
    }

    [TestCase("x-api-key", "anything", "[redacted]")]
    [TestCase("Authorization", "Bearer anything", "Bearer [redacted]")]
    [TestCase("authorization", "Bearer " + Open, "Bearer " + Open)]
    [TestCase("x-api-key", Open, Open)]
    [TestCase("x-api-key", "", "")]
    [TestCase("x-tenant", "four", "[redacted]")]
    [TestCase("x-other", "say swordfish", "say [redacted]")]
    public void A_field_is_known_by_its_name_or_by_its_value(string name, string value, string shown) =>
        new Redactor(["swordfish"], ["X-Tenant"], [Open]).Field(name, value).Should().Be(shown);

    [Test]
    public void A_true_key_beside_an_open_value_goes()
    {
        var key = Prefix + Text(new Random(4), OwnLength);

        new Redactor([key], [], [Open]).Field("authorization", $"Bearer {key} {Open}").Should().NotContain(key[13..30]);
        new Redactor([key], [], [Open]).Text($"{Open}{key}").Should().Be($"{Open}[redacted]");
    }

    private static string Text(Random random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => Alphabet[random.Next(Alphabet.Length)]));

    private static string Piece(Random random, string key)
    {
        var from = random.Next(3) == 0 ? 0 : random.Next(key.Length - 14);
        var piece = key.Substring(from, random.Next(3) == 0 ? key.Length - from : random.Next(12, key.Length - from + 1));
        return random.Next(4) switch
        {
            0 => piece.ToUpperInvariant(),
            1 => piece.ToLowerInvariant(),
            2 =>
                string.Concat(
                    piece.Select(character => random.Next(2) == 0 ? char.ToUpperInvariant(character) : char.ToLowerInvariant(character))),
            _ => piece,
        };
    }

    private static string Cut(Random random, string text)
    {
        text = random.Next(2) == 0 ? text : text[random.Next(text.Length / 4)..];
        return random.Next(2) == 0 ? text : text[..(text.Length - random.Next(text.Length / 2))];
    }

    private static string Encode(Random random, string encoding, string piece)
    {
        string Each(params Func<int, string>[] forms) => string.Concat(piece.Select(character =>
            random.Next(forms.Length + 1) is var form && form == forms.Length ? character.ToString() : forms[form](character)));
        byte[] Around(string text) => Encoding.UTF8.GetBytes(Text(random, random.Next(40)) + text + Text(random, random.Next(40)));
        return encoding switch
        {
            "URL" => Each(code => $"%{code:X2}"),
            "JSON" => Each(code => $"\\u{code:x4}"),
            "HTML" => Each(code => $"&#{code};", code => $"&#x{code:X};"),
            "mixed" => Each(code => $"%{code:x2}", code => $"\\u{code:X4}", code => $"&#{code};"),
            "base64" => Convert.ToBase64String(Around(piece)),
            "base64url" => Convert.ToBase64String(Around(piece)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            "base64, then URL" => Uri.EscapeDataString(Convert.ToBase64String(Around(piece))),
            "hex" => Convert.ToHexStringLower(Around(piece)),
            "HEX" => Convert.ToHexString(Around(piece)),
            _ => piece,
        };
    }

    private static bool Survives(string clean, string own)
    {
        own = own.ToLowerInvariant();
        var parts = Enumerable.Range(0, own.Length - 11).Select(at => own.Substring(at, 12)).ToHashSet();
        bool Has(string text) =>
            Enumerable.Range(0, Math.Max(0, text.Length - 11)).Any(at => parts.Contains(text.Substring(at, 12).ToLowerInvariant()));
        var decoded = Uri.UnescapeDataString(JsonEscape().Replace(
            WebUtility.HtmlDecode(clean), match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString()));
        var base64 = Base64().Matches(decoded).SelectMany(run => Enumerable.Range(0, 4).Select(phase => run.Value[phase..]))
            .Select(digits => digits.Replace('-', '+').Replace('_', '/')[..(digits.Length / 4 * 4)])
            .Select(digits => Encoding.Latin1.GetString(Convert.FromBase64String(digits)));
        var hex = Hex().Matches(decoded).SelectMany(run => Enumerable.Range(0, 2).Select(phase => run.Value[phase..]))
            .Select(digits => Encoding.Latin1.GetString(Convert.FromHexString(digits[..(digits.Length / 2 * 2)])));
        return new[] { clean, decoded }.Concat(base64).Concat(hex).Any(Has);
    }

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex JsonEscape();

    [GeneratedRegex("[A-Za-z0-9+/_-]{15,}")]
    private static partial Regex Base64();

    [GeneratedRegex("[0-9a-fA-F]{24,}")]
    private static partial Regex Hex();
}
