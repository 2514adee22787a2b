using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Contributing;

/// <summary>CONTRIBUTING.md shows what compiles, and is short enough to be read.</summary>
public sealed partial class ContributingTests
{
    private const int LinesOfASection = 24;

    [Test]
    public async Task Every_example_is_compiled()
    {
        var compiled = Folded(await File.ReadAllTextAsync(Path.Combine(Folder(), "Examples.cs")));
        var examples = Block().Matches(await Document()).Where(block => block.Groups["language"].Value == "csharp").ToList();

        examples.Should().HaveCountGreaterThan(3);
        examples.Should().OnlyContain(block => compiled.Contains(Folded(block.Groups["text"].Value)));
    }

    [Test]
    public async Task Every_example_of_data_is_JSON()
    {
        foreach (var block in Block().Matches(await Document()).Where(block => block.Groups["language"].Value == "json"))
        {
            ((Action)(() => JsonDocument.Parse(block.Groups["text"].Value).Dispose())).Should().NotThrow();
        }
    }

    [Test]
    public async Task Every_section_fits_a_glance() =>
        (await Document()).Split("\n## ").Should()
            .OnlyContain(section => Block().Replace(section, "").Split('\n').Length <= LinesOfASection);

    private static Task<string> Document() => File.ReadAllTextAsync(Path.Combine(Folder(), "..", "..", "..", ".github", "CONTRIBUTING.md"));

    private static string Folded(string text) => Space().Replace(text, " ").Trim();

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    [GeneratedRegex("```(?<language>[a-z]+)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
