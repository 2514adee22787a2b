namespace Conformance.Reporting.Html;

/// <summary>Columns of the matrix that belong together.</summary>
/// <param name="Name">The part of the API, as the documentation names it; empty for the target as a whole.</param>
/// <param name="Operations">The ids of the operations; null for the target as a whole.</param>
public sealed record MatrixGroup(string Name, IReadOnlyList<string?> Operations)
{
    /// <summary>The group as one column.</summary>
    public MatrixColumn AsColumn => new(Name.Length == 0 ? "the target" : Name, Operations);

    /// <summary>A column for each operation.</summary>
    public IReadOnlyList<MatrixColumn> Columns =>
        [.. Operations.Select(operation => new MatrixColumn(operation ?? "the target", [operation]))];
}
