using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conformance.Reporting.Secrets;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary>The scan of everything that a run wrote.</summary>
public sealed class SecretScans
{
    private const string Key = "sk-ant-api03-Se+cret/Value==\"q\"&<0123456789>";

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(Key);

    private static IEnumerable<TestCaseData> Forms()
    {
        TestCaseData Form(string name, string text, SecretForm? form = null) => new TestCaseData(text, form).SetArgDisplayNames(name);
        yield return Form("plain", $"a {Key} b", SecretForm.Plain);
        yield return Form("base64", "x" + Convert.ToBase64String(Bytes));
        yield return Form("base64, one byte before", Convert.ToBase64String([(byte)'u', .. Bytes, 1, 2]), SecretForm.Base64);
        yield return Form("base64, two bytes before", Convert.ToBase64String([1, 2, .. Bytes, 1]), SecretForm.Base64);
        yield return Form("base64url", Convert.ToBase64String(Bytes).Replace('+', '-').Replace('/', '_'), SecretForm.Base64);
        yield return Form("URL-encoded", Uri.EscapeDataString(Key), SecretForm.UrlEncoded);
        yield return Form("JSON", JsonSerializer.Serialize(Key));
        yield return Form("JSON, every character escaped", string.Concat(Key.Select(character => $"\\u{(int)character:x4}")));
        yield return Form("HTML", WebUtility.HtmlEncode(Key), SecretForm.HtmlEncoded);
        yield return Form("hex", Convert.ToHexStringLower(Bytes), SecretForm.Hex);
        yield return Form("SHA-256", Convert.ToHexStringLower(SHA256.HashData(Bytes)), SecretForm.Sha256);
        yield return Form("SHA-1, upper case", Convert.ToHexString(Convert.FromHexString(Sha1())), SecretForm.Sha1);
        yield return Form("across a block", new string('x', 256 * 1024 - 5) + Key, SecretForm.Plain);
    }

    [TestCaseSource(nameof(Forms))]
    public async Task A_secret_is_found_in_any_form_and_never_named(string text, SecretForm? form)
    {
        var directory = TestDirectory.Create();
        Directory.CreateDirectory(Path.Combine(directory, "deep"));
        await File.WriteAllTextAsync(Path.Combine(directory, "deep", "found.txt"), text);
        await File.WriteAllTextAsync(Path.Combine(directory, "clean.txt"), "sk-ant-api03-[redacted]");

        var found = await SecretScan.DirectoryAsync(directory, [Key]);

        found.Should().NotBeEmpty();
        found.Should().OnlyContain(finding => finding.File == Path.Combine("deep", "found.txt") && (form == null || finding.Form == form));
        string.Concat(found).Should().NotContain(Key);
    }

    [Test]
    public async Task A_report_without_secrets_is_clean() =>
        (await SecretScan.DirectoryAsync(await SampleReports.DirectoryOf("broken"), [Key, ""])).Should().BeEmpty();

    private static string Sha1()
    {
#pragma warning disable CA5350 // What is looked for, not what is relied on.
        return Convert.ToHexStringLower(SHA1.HashData(Bytes));
#pragma warning restore CA5350
    }
}
