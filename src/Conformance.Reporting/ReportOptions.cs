using Conformance.Reporting.Knowledge;
using Conformance.Reporting.Results;

namespace Conformance.Reporting;

/// <summary>What the outputs of a run may say beside what it found.</summary>
public sealed record ReportOptions
{
    /// <summary>An earlier run; the summary says what changed since. Null for none.</summary>
    public RunResult? Baseline { get; init; }

    /// <summary>The owner that Allure shows for every case; null for none.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// The deviations of real gateways, with their sources, that the page names beside a broken rule: who else has had it.
    /// </summary>
    public IReadOnlyList<KnownDeviation> KnownDeviations { get; init; } = [];

    /// <summary>
    /// Reads an environment variable: the CI job for Allure, and <c>GITHUB_STEP_SUMMARY</c>, to which the summary is
    /// appended. Null where the outputs are to depend on the run alone.
    /// </summary>
    public Func<string, string?>? Environment { get; init; }
}
