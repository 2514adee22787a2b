using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>Cases that were not judged for one reason.</summary>
/// <param name="Verdict">Error or skip.</param>
/// <param name="Fault">For an error: whose fault; otherwise null.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Cases">The cases.</param>
public sealed record Reasons(Verdict Verdict, string? Fault, string Reason, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>The cases of a verdict by reason and fault, the commonest first.</summary>
    public static IReadOnlyList<Reasons> Of(RunResult run, Verdict verdict) =>
    [
        .. run.Cases.Where(result => result.Verdict == verdict)
            .GroupBy(result => (result.Fault, Reason: result.Message ?? "no reason given"))
            .Select(group => new Reasons(verdict, group.Key.Fault, group.Key.Reason, [.. group]))
            .OrderByDescending(reason => reason.Cases.Count),
    ];

    /// <summary>Whose fault it is, in words.</summary>
    public static string FaultText(string? fault) => fault switch
    {
        "network" => "the network, not the target",
        "target" => "the target, which gave nothing to judge",
        "settings" => "the settings of the run",
        "suite" => "the suite itself",
        _ => "unknown",
    };
}
