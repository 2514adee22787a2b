using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Ci;

/// <summary><c>badge.json</c>: a badge for a README, in the schema of shields.io's endpoint badge.</summary>
public sealed class BadgeJson : IOutput
{
    /// <inheritdoc />
    public string Name => "badge.json";

    /// <inheritdoc />
    public string Description => "a badge for a README, for shields.io";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The badge as JSON: the numbers of the run, nothing that a target sent.</summary>
    public static string Of(RunResult run)
    {
        var (message, color) = Content(run);
        return new JsonObject
        {
            ["schemaVersion"] = 1,
            ["label"] = "Claude API contract",
            ["message"] = message,
            ["color"] = color,
        }.ToJsonString(Indented) + "\n";
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static Task WriteAsync(RunResult run, string path, CancellationToken cancellation = default) =>
        File.WriteAllTextAsync(path, Of(run), cancellation);

    private static (string Message, string Color) Content(RunResult run)
    {
        if (run.NotJudged is not null || run.Summary.Pass + run.Summary.Fail + run.Summary.Warn + run.Summary.Waived == 0)
        {
            return ("not judged", "lightgrey");
        }

        var broken = BrokenRule.Of(run, Verdict.Fail).Count;
        if (broken > 0)
        {
            return ($"{Number(broken)} {(broken == 1 ? "promise" : "promises")} broken", "red");
        }

        if (!RunVerdict.Of(run).IsGreen)
        {
            return run.Summary.Error > 0 ? ($"{Number(run.Summary.Error)} not judged", "orange") : ("stale waivers", "orange");
        }

        var asides = run.Summary.Waived > 0 ? $", {Number(run.Summary.Waived)} waived" : "";
        return ($"{Number(run.Summary.Pass)} kept{asides}", run.Summary.Waived > 0 ? "yellowgreen" : "brightgreen");
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    async Task<IReadOnlyList<string>> IOutput.WriteAsync(
        RunResult run, string path, ReportOptions options, CancellationToken cancellation)
    {
        await WriteAsync(run, path, cancellation);
        return [path];
    }
}
