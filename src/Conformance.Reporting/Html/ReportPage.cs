using Conformance.Reporting.Causes;
using Conformance.Reporting.Costs;
using Conformance.Reporting.Knowledge;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>Everything the page shows, worked out once.</summary>
public sealed class ReportPage
{
    /// <summary>The page of a run.</summary>
    public ReportPage(RunResult run, IReadOnlyList<KnownDeviation> known)
    {
        Run = run;
        Known = known;
        Stray = StrayAnswers.Of(run);
        Unsteady = Causes.Unsteady.Of(run);
        Verdict = RunVerdict.Of(run);
        Anchors = new Anchors(run.Cases);
        Exchanges = Leading(run, Stray);
        HeaderSets = new HeaderSets(Exchanges);
        Rules = run.Rules.DistinctBy(rule => rule.Id).ToDictionary(rule => rule.Id);
        Failures = Cause.Of(run, Results.Verdict.Fail);
        Warnings = Cause.Of(run, Results.Verdict.Warn);
        Waived = Cause.Of(run, Results.Verdict.Waived);
        Recorded = Cause.Of(run, Results.Verdict.Info);
        Errors = Reasons.Of(run, Results.Verdict.Error);
        Skips = Reasons.Of(run, Results.Verdict.Skip);
        Lanes = SizeLane.Of(run);
        Timings = TimingModel.Of(run);
        Costs = GatewayCost.Of(run) is { } cost ? [new NamedCost(run.Target.BaseUrl, cost)] : [];
    }

    /// <summary>The run.</summary>
    public RunResult Run { get; }

    /// <summary>The deviations of real gateways.</summary>
    public IReadOnlyList<KnownDeviation> Known { get; }

    /// <summary>
    /// The exchanges that something on the page leads to: all of those of a case that says something, and of a kept promise the
    /// one that decided. The others stand in results.json.
    /// </summary>
    public IReadOnlyList<ExchangeInfo> Exchanges { get; }

    /// <summary>The answers that no rule expects.</summary>
    public IReadOnlyList<StrayAnswers> Stray { get; }

    /// <summary>The cases that did not come to the same every time.</summary>
    public IReadOnlyList<CaseResult> Unsteady { get; }

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

    /// <summary>What the gateway costs; none where the run saw one side only.</summary>
    public IReadOnlyList<NamedCost> Costs { get; }

    /// <summary>The timings.</summary>
    public IReadOnlyList<TimingModel> Timings { get; }

    /// <summary>The families that have cases.</summary>
    public IEnumerable<string> Families => Run.Cases.Select(result => result.Rule.Split('.')[0]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The operations that have cases.</summary>
    public IEnumerable<string> Operations =>
        Run.Cases.Select(result => result.Operation).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    /// <summary>Whether a case says nothing but that a promise is kept, or why it was not run.</summary>
    public static bool IsQuiet(CaseResult result) =>
        result is { Verdict: Results.Verdict.Skip } or { Verdict: Results.Verdict.Pass, Flaky: false, Intermittent: null };

    /// <summary>
    /// The exchanges that a case leads to: of a promise that is kept, and of what is only recorded, the one that decided.
    /// </summary>
    public static IEnumerable<string> Links(CaseResult result) => IsQuiet(result) || result.Verdict == Results.Verdict.Info
        ? result.Deciding is { } deciding ? [deciding] : []
        : result.Exchanges;

    private static List<ExchangeInfo> Leading(RunResult run, IReadOnlyList<StrayAnswers> stray)
    {
        var ids = run.Cases.SelectMany(Links)
            .Concat(stray.SelectMany(answers => answers.Exchanges).Select(exchange => exchange.Id)).ToHashSet();
        return [.. run.Exchanges.Where(exchange => ids.Contains(exchange.Id))];
    }
}
