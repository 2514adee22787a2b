using System.Text.RegularExpressions;

namespace Conformance.Reporting.Causes;

/// <summary>What a case expected and what came, without what differs from case to case.</summary>
internal static partial class Observation
{
    /// <summary>The text without quoted values, paths, ids and numbers; statuses stay.</summary>
    public static string Template(string? text, string? operation)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (operation is not null)
        {
            text = text.Replace(operation, "…", StringComparison.Ordinal);
        }

        return Varying().Replace(text, match => Status().IsMatch(match.Value) ? match.Value : "…");
    }

    [GeneratedRegex("^[1-5][0-9][0-9]$")]
    private static partial Regex Status();

    // Quoted values, paths, ids with a prefix, UUIDs and numbers.
    [GeneratedRegex("""["“'`][^"”'`]*["”'`]|/v1/\S*|\b[a-z]+_[A-Za-z0-9]{12,}\b|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9][0-9.,]*\b""")]
    private static partial Regex Varying();
}
