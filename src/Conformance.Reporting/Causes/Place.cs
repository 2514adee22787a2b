using System.Globalization;
using Conformance.Contract;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Causes;

/// <summary>A part of the API on which a cause shows.</summary>
/// <param name="Group">The part, as the documentation names it.</param>
/// <param name="Operations">The ids of the operations on which it shows.</param>
/// <param name="Claimed">How many operations of that part the run claimed.</param>
public sealed record Place(string Group, IReadOnlyList<string> Operations, int Claimed)
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(OperationGroup.UserProfiles)] = "User Profiles",
        [nameof(OperationGroup.Admin)] = "Admin API",
    };

    /// <summary>The part with its numbers: <c>Admin API: 85 of 85</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Group}: {Operations.Count} of {Claimed}");

    /// <summary>The places of some cases, in the order of the documentation.</summary>
    public static IReadOnlyList<Place> Of(RunResult run, IEnumerable<CaseResult> cases)
    {
        var concerned = cases.Select(result => result.Operation).OfType<string>().ToHashSet();
        return
        [
            .. run.Operations.DistinctBy(operation => operation.Id)
                .GroupBy(operation => operation.Group)
                .Select(group => new Place(
                    Name(group.Key), [.. group.Select(operation => operation.Id).Where(concerned.Contains)], group.Count()))
                .Where(place => place.Operations.Count > 0),
        ];
    }

    /// <summary>A group as results name it, in the documentation's words: <c>admin</c> is the Admin API.</summary>
    public static string Name(string group) => Names.GetValueOrDefault(group)
        ?? (group.Length == 0 ? group : char.ToUpperInvariant(group[0]) + group[1..]);
}
