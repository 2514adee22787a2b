using Conformance.Contract;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Results;

/// <summary>What to say of a run that claimed more operations than its target has.</summary>
public static class ServedOperations
{
    private const int MostPatterns = 6;

    /// <summary>
    /// The sentence without a full stop: <c>serves 12 of 115 operations; if it claims no more, run with Operations=served or
    /// Operations=messages.*,models.*</c>. Null where the target has what was claimed, or nobody found out what it has.
    /// </summary>
    public static string? Advice(RunResult run)
    {
        var served = run.Target.Served.ToHashSet();
        var claimed = run.Cases.Where(result => result.Operation is not null && !Claim.LeavesOut(result) && !IsUnasked(result))
            .Select(result => result.Operation!).ToHashSet();
        if (served.Count == 0 || claimed.IsSubsetOf(served))
        {
            return null;
        }

        var all = Operations.All.Count;
        var patterns = Patterns(served);
        var named = patterns.Count <= MostPatterns ? $" or Operations={string.Join(',', patterns)}" : "";
        return VisibleText.Line(FormattableString.Invariant(
            $"serves {served.Count} of {all} operations; if it claims no more, run with Operations=served{named}"));
    }

    // Without a key, or before its time, nobody asked whether the target has the operation.
    private static bool IsUnasked(CaseResult result) => result.Reason?.Kind is ReasonKind.NoKey or ReasonKind.Newer;

    // What stands before an id's first dot names a part of the API; served as a whole it is one pattern.
    private static List<string> Patterns(HashSet<string> served) =>
    [
        .. Operations.All.Select(operation => operation.Id).Union(served)
            .GroupBy(id => id.Split('.')[0])
            .Where(part => part.Any(served.Contains))
            .SelectMany(part => part.Count() > 1 && part.All(served.Contains) ? [$"{part.Key}.*"] : part.Where(served.Contains)),
    ];
}
