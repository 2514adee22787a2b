using System.IO.Enumeration;

namespace Conformance.Reporting.Knowledge;

/// <summary>What to change in nginx, HAProxy, Caddy and Envoy when a rule is broken, by rule id.</summary>
public static class ProxyRemedies
{
    private static readonly (string[] Rules, ProxyRemedy[] Remedies)[] All =
    [
        .. SizeRemedies.All,
        .. ContentRemedies.All,
        .. CredentialRemedies.All,
        .. HeaderRemedies.All,
        .. StreamRemedies.All,
    ];

    /// <summary>The remedies of the first entry whose globs match; the table goes from the particular to the family.</summary>
    /// <returns>One for each proxy; none where nothing is known.</returns>
    public static IReadOnlyList<ProxyRemedy> For(string ruleId) => All
        .FirstOrDefault(entry => entry.Rules.Any(glob => FileSystemName.MatchesSimpleExpression(glob, ruleId, ignoreCase: false)))
        .Remedies ?? [];
}
