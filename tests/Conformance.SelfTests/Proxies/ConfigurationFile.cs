using System.Text.RegularExpressions;

namespace Conformance.SelfTests.Proxies;

/// <summary>
/// A configuration as its paragraphs: what blank lines part, each named by the word and colon that its first comment begins
/// with (<c># limits: …</c>).
/// </summary>
/// <param name="Text">The text of the file.</param>
public sealed partial record ConfigurationFile(string Text)
{
    /// <summary>The lines of every paragraph of a name, without the indentation they share; none where no paragraph has it.</summary>
    public IReadOnlyList<string> Paragraphs(string name) =>
        [.. Blocks.Where(block => Name().Match(block) is { Success: true } match && match.Groups[1].Value == name).Select(Outdented)];

    /// <summary>The names of the paragraphs, in their order, each once.</summary>
    public IEnumerable<string> Names =>
        Blocks.Select(block => Name().Match(block)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct();

    private IEnumerable<string> Blocks => Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

    private static string Outdented(string block)
    {
        var lines = block.TrimEnd('\n').Split('\n');
        var shared = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart(' ', '\t').Length);
        return string.Join('\n', lines.Select(line => line.Length > shared ? line[shared..] : ""));
    }

    [GeneratedRegex(@"\A\n*[ \t]*# ([a-z]+): ")]
    private static partial Regex Name();
}
