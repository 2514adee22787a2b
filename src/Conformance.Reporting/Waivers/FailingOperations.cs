using Conformance.Reporting.Results;

namespace Conformance.Reporting.Waivers;

/// <summary>The fewest patterns that name the failing operations of a rule and none that keeps it.</summary>
internal static class FailingOperations
{
    /// <param name="cases">All cases of one rule.</param>
    public static IEnumerable<string> Patterns(IReadOnlyList<CaseResult> cases)
    {
        var failing = cases.Where(result => result.Verdict == Verdict.Fail).Select(Operation).ToHashSet();
        var keeping = cases.Where(result => result.Verdict is Verdict.Pass or Verdict.Warn or Verdict.Info)
            .Select(Operation)
            .Where(operation => !failing.Contains(operation))
            .ToHashSet();
        if (failing.Count == 0)
        {
            return [];
        }

        // An operation's group is what stands before its first dot: messages.* covers messages.create.
        return keeping.Count == 0 && failing.Count > 1 ? ["*"] : failing.GroupBy(Group)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.Count() > 1 && !keeping.Any(operation => Group(operation) == group.Key)
                ? [$"{group.Key}.*"]
                : group.Order(StringComparer.Ordinal).AsEnumerable());
    }

    // A case that concerns no operation in particular is matched by the pattern for all.
    private static string Operation(CaseResult result) => result.Operation ?? "*";

    private static string Group(string operation) => operation.Split('.')[0];
}
