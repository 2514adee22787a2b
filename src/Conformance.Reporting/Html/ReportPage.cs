using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>Everything the page shows, worked out once.</summary>
public sealed class ReportPage
{
    // Exchanges; at about a kilobyte each.
    private const int LargeRun = 2200;

    /// <summary>The page of a run.</summary>
    public ReportPage(RunResult run)
    {
        Run = run;
        Verdict = RunVerdict.Of(run);
        Anchors = new Anchors(run.Cases);
        HeaderSets = new HeaderSets(run.Cases);
        Rules = run.Rules.DistinctBy(rule => rule.Id).ToDictionary(rule => rule.Id);
        Failures = Cause.Of(run, Results.Verdict.Fail);
        Warnings = Cause.Of(run, Results.Verdict.Warn);
        Waived = Cause.Of(run, Results.Verdict.Waived);
        Recorded = Cause.Of(run, Results.Verdict.Info);
        Errors = Reasons.Of(run, Results.Verdict.Error);
        Skips = Reasons.Of(run, Results.Verdict.Skip);
        Lanes = SizeLane.Of(run);
        Timings = TimingModel.Of(run);
        IsLarge = run.Cases.Sum(result => Math.Min(result.Exchanges.Count, 4)) > LargeRun;
    }

    /// <summary>The run.</summary>
    public RunResult Run { get; }

    /// <summary>What it came to.</summary>
    public RunVerdict Verdict { get; }

    /// <summary>The fragments of its cases.</summary>
    public Anchors Anchors { get; }

    /// <summary>The header lines that exchanges share.</summary>
    public HeaderSets HeaderSets { get; }

    /// <summary>The rules by id.</summary>
    public IReadOnlyDictionary<string, RuleInfo> Rules { get; }

    /// <summary>Broken promises by cause.</summary>
    public IReadOnlyList<Cause> Failures { get; }

    /// <summary>Warnings by cause.</summary>
    public IReadOnlyList<Cause> Warnings { get; }

    /// <summary>Accepted deviations by cause.</summary>
    public IReadOnlyList<Cause> Waived { get; }

    /// <summary>What was recorded and is promised nowhere, by cause.</summary>
    public IReadOnlyList<Cause> Recorded { get; }

    /// <summary>Cases that could not be judged, by fault and reason.</summary>
    public IReadOnlyList<Reasons> Errors { get; }

    /// <summary>Cases that were not run, by reason.</summary>
    public IReadOnlyList<Reasons> Skips { get; }

    /// <summary>The size limits.</summary>
    public IReadOnlyList<SizeLane> Lanes { get; }

    /// <summary>The timings.</summary>
    public IReadOnlyList<TimingModel> Timings { get; }

    /// <summary>Whether so much was exchanged that each case shows less of it, so that the page still opens at once.</summary>
    public bool IsLarge { get; }

    /// <summary>The families that have cases.</summary>
    public IEnumerable<string> Families => Run.Cases.Select(result => result.Rule.Split('.')[0]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The operations that have cases.</summary>
    public IEnumerable<string> Operations => Run.Cases.Select(result => result.Operation).OfType<string>().Distinct().Order(StringComparer.Ordinal);
}
