namespace Conformance.Reporting.Html;

/// <summary>Columns of the matrix that belong together.</summary>
/// <param name="Name">The part of the API; empty for the target as a whole.</param>
/// <param name="Operations">The ids of the operations; null for the target as a whole.</param>
public sealed record MatrixGroup(string Name, IReadOnlyList<string?> Operations);
