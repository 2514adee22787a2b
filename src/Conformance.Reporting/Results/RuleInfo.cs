using Conformance.Contract;

namespace Conformance.Reporting.Results;

/// <summary>A rule as results name it.</summary>
/// <param name="Id">The stable id, <c>auth.missing-key</c>; the part before the dot is its family.</param>
/// <param name="Level"><c>MUST</c>, <c>SHOULD</c> or <c>INFO</c>.</param>
/// <param name="Title">The rule as a sentence: what a target does that keeps it.</param>
/// <param name="Since">The snapshot that first states it.</param>
/// <param name="DependsOn">The ids of the rules without which it cannot be judged.</param>
/// <param name="Source">The clause it comes from.</param>
public sealed record RuleInfo(string Id, string Level, string Title, string Since, IReadOnlyList<string> DependsOn, Clause Source);
