using System.Text.RegularExpressions;
using Conformance.Contract;

namespace Conformance.Reporting.Allure;

/// <summary>The address of a clause.</summary>
internal static partial class ClauseLink
{
    private const string Documentation = "https://platform.claude.com/docs/en/api/";

    /// <summary>The page of the document, at the section where its address can be told.</summary>
    public static Uri Of(Clause clause)
    {
        if (Rfc().Match(clause.Document) is { Success: true } rfc)
        {
            var section = SectionNumber().Match(clause.Section) is { Success: true } number ? $"#section-{number.Value}" : "";
            return new Uri($"https://www.rfc-editor.org/rfc/rfc{rfc.Groups["number"].Value}{section}");
        }

        return new Uri($"{Documentation}{Page(clause.Document)}#{Anchor(clause.Section)}");
    }

    private static string Page(string document) => document switch
    {
        _ when document.Contains("error", StringComparison.OrdinalIgnoreCase) => "errors",
        _ when document.Contains("version", StringComparison.OrdinalIgnoreCase) => "versioning",
        _ => "overview",
    };

    private static string Anchor(string section) => NotInAnchor().Replace(section.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex(@"^RFC (?<number>[0-9]{1,5})\b")]
    private static partial Regex Rfc();

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)*")]
    private static partial Regex SectionNumber();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInAnchor();
}
