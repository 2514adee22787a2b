using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>A row of the matrix.</summary>
/// <param name="Rule">The id of the rule.</param>
/// <param name="Cases">Its cases by operation; several where it has variants.</param>
public sealed record MatrixRow(string Rule, ILookup<string?, CaseResult> Cases);
