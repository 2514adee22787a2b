using System.Text.RegularExpressions;
using Conformance.SelfTests.Support;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Conformance.SelfTests.Pipelines;

/// <summary>The page of examples, and the expressions in them that a pipeline replaces before a shell sees them.</summary>
internal static partial class PipelinePage
{
    /// <summary>The one block of code under a heading.</summary>
    public static string Example(string heading)
    {
        var page = Markdown.Parse(File.ReadAllText(Repository.File(".github", "PIPELINES.md")));
        var block = page
            .SkipWhile(block => block is not HeadingBlock { Inline.FirstChild: LiteralInline title } || title.ToString() != heading)
            .Skip(1).TakeWhile(block => block is not HeadingBlock).OfType<FencedCodeBlock>().Single();
        return block.Lines.ToString();
    }

    /// <summary>A text with what stands in <c>${{ … }}</c> or <c>$(…)</c> replaced.</summary>
    /// <exception cref="KeyNotFoundException">It names something that has no value.</exception>
    public static string Replaced(string text, IReadOnlyDictionary<string, string> values) =>
        Expression().Replace(text, match => values[match.Groups["name"].Value]);

    /// <summary>The scripts of a Jenkinsfile, as Groovy reads its strings.</summary>
    public static IReadOnlyList<string> GroovyScripts(string jenkinsfile) =>
    [
        .. GroovyScript().Matches(jenkinsfile)
            .Select(match => match.Groups["script"].Value.Replace("\\\n", "", StringComparison.Ordinal))
    ];

    [GeneratedRegex(@"\$\{\{ *(?<name>[\w.-]+) *\}\}|\$\((?<name>[\w.]+)\)")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\bsh (?:'''(?<script>.*?)'''|'(?<script>[^'\n]+)')", RegexOptions.Singleline)]
    private static partial Regex GroovyScript();
}
