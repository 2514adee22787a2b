using System.Diagnostics;

namespace Conformance.SelfTests.Support;

/// <summary>The environment of a program under test: without anything that is meant for a run of the suite or for a pipeline.</summary>
internal static class CleanEnvironment
{
    /// <summary>Takes those variables away and adds others.</summary>
    /// <returns>The same, to start.</returns>
    public static ProcessStartInfo Of(ProcessStartInfo start, IReadOnlyDictionary<string, string>? added = null)
    {
        foreach (var name in start.Environment.Keys.Where(IsOfARun).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in added ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static bool IsOfARun(string name) => name == "ANTHROPIC_API_KEY"
        || name.StartsWith("CONFORMANCE_", StringComparison.Ordinal) || name.StartsWith("GITHUB_", StringComparison.Ordinal);
}
