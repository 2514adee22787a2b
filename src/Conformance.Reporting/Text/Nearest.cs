using Conformance.Contract;

namespace Conformance.Reporting.Text;

/// <summary>What somebody probably meant who wrote a name that is not known.</summary>
public static class Nearest
{
    private const int Farthest = 3;

    /// <summary>The known name that differs least, in at most three letters whatever their case; null where none does.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var (nearest, distance) = known.Select(
            candidate => (candidate, EditDistance.Between(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .DefaultIfEmpty(("", int.MaxValue))
            .MinBy(pair => pair.Item2);
        return distance <= Farthest ? nearest : null;
    }

    /// <summary>The end of a message, <c>; did you mean Operations?</c>; empty where nothing is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) => Of(name, known) is { } nearest ? $"; did you mean {nearest}?" : "";
}
