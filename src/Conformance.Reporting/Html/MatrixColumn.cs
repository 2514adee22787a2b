namespace Conformance.Reporting.Html;

/// <summary>A column of the matrix: an operation, or a part of the API with all of its operations.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="Operations">The ids of the operations; null for the target as a whole.</param>
public sealed record MatrixColumn(string Name, IReadOnlyList<string?> Operations);
