using System.Text.RegularExpressions;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary>What may stand in no output: characters that act or hide, and lines that CI systems obey.</summary>
internal static partial class Unseen
{
    /// <summary>Control, bidirectional and zero-width characters, and halves of characters.</summary>
    [GeneratedRegex(
        "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
            + "|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])")]
    public static partial Regex Characters();

    /// <summary>The same written as entities of HTML; a line feed is not among them.</summary>
    [GeneratedRegex("&#x(?:[0-8B-F]|1[0-9A-F]|7F|[89][0-9A-F]|200[B-F]|202[89A-E]|206[0-9]|FEFF|FFF[EF]);")]
    public static partial Regex Entities();

    /// <summary>A command of GitHub at the beginning of a line, of Azure or of TeamCity anywhere.</summary>
    [GeneratedRegex(@"^\s*::[a-z-]+.*::|##\[|##vso\[|##teamcity\[", RegexOptions.Multiline)]
    public static partial Regex Commands();
}
