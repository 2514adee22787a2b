using Conformance.Reporting.Results;

namespace Conformance.Reporting.Comparisons;

/// <summary>A rule, with the operations on which every run does the same as on the others named here.</summary>
/// <param name="RuleId">The id of the rule.</param>
/// <param name="Rule">The rule; null where no run describes it.</param>
/// <param name="Operations">The operations; null stands for cases that concern none in particular.</param>
/// <param name="Cells">What each run does, in the order of the runs.</param>
/// <param name="Change">How the later runs differ from the first.</param>
public sealed record ComparisonEntry(
    string RuleId, RuleInfo? Rule, IReadOnlyList<string?> Operations, IReadOnlyList<ComparisonCell> Cells, Change Change);
