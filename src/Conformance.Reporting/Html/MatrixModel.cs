using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>Rules by operations: which case says what each operation does about each rule.</summary>
/// <param name="Groups">
/// The columns: the operations that have cases, by part of the API; an empty group holds the target as a whole.
/// </param>
/// <param name="Rows">The rows: the rules that have cases.</param>
public sealed record MatrixModel(IReadOnlyList<MatrixGroup> Groups, IReadOnlyList<MatrixRow> Rows)
{
    /// <summary>The matrix of a run.</summary>
    public static MatrixModel Of(RunResult run)
    {
        var used = run.Cases.Select(result => result.Operation).ToHashSet();
        List<MatrixGroup> groups = [];
        if (used.Contains(null))
        {
            groups.Add(new MatrixGroup("", [null]));
        }

        var known = run.Operations.DistinctBy(operation => operation.Id).ToList();
        groups.AddRange(known.Where(operation => used.Contains(operation.Id))
            .GroupBy(operation => operation.Group)
            .Select(group => new MatrixGroup(Place.Name(group.Key), [.. group.Select(operation => operation.Id)])));
        List<string?> unnamed = [.. used.Where(id => id is not null && known.All(operation => operation.Id != id))];
        if (unnamed.Count > 0)
        {
            groups.Add(new MatrixGroup("others", unnamed));
        }

        var rows = run.Cases.GroupBy(result => result.Rule)
            .OrderBy(cases => cases.Key, StringComparer.Ordinal)
            .Select(cases => new MatrixRow(cases.Key, cases.ToLookup(result => result.Operation)));
        return new MatrixModel(groups, [.. rows]);
    }
}
