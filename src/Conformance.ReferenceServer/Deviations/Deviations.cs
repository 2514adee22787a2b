using Conformance.Contract;

namespace Conformance.Reference;

/// <summary>
/// Every deviation, in the order in which several are applied: what changes a request first, then what changes who may
/// send it, then bodies, codings, header fields and the wire.
/// </summary>
public static class Deviations
{
    private const int MostSuggestions = 3;

    private static readonly Dictionary<string, Deviation> ByName;

    static Deviations()
    {
        All =
        [
            .. VersionDeviations.All,
            .. AuthDeviations.All,
            .. SizeDeviations.All,
            .. RequestDeviations.All,
            .. StreamDeviations.All,
            .. ErrorDeviations.All,
            .. ContentDeviations.All,
            .. HeaderDeviations.All,
            .. SecurityDeviations.All,
            .. NeutralityDeviations.All,
            .. FramingDeviations.All,
            .. MessageShapeDeviations.All,
            .. ListShapeDeviations.All,
            .. ResourceShapeDeviations.All,
            .. UnusualRequestDeviations.All,
        ];
        ByName = All.ToDictionary(deviation => deviation.Name);
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Deviation> All { get; }

    /// <summary>The deviations with these names, in the order in which they are applied, each once.</summary>
    /// <param name="names">The names.</param>
    /// <exception cref="FormatException">One is the name of none; the message is one line, with names that are like it.</exception>
    public static IReadOnlyList<Deviation> Find(IEnumerable<string> names)
    {
        var found = names.Select(Find).ToHashSet();
        return [.. All.Where(found.Contains)];
    }

    /// <summary>The deviation with this name.</summary>
    /// <exception cref="FormatException">There is none; the message is one line, with names that are like it.</exception>
    public static Deviation Find(string name) =>
        ByName.TryGetValue(name, out var deviation) ? deviation : throw new FormatException(Unknown(name, ByName.Keys));

    /// <summary>What is said of a name that is none of those known.</summary>
    internal static string Unknown(string name, IEnumerable<string> names)
    {
        var like = names
            .OrderByDescending(known => known.Contains(name, StringComparison.OrdinalIgnoreCase))
            .ThenByDescending(known => SharedWords(known, name))
            .ThenBy(known => EditDistance.Between(known, name))
            .Take(MostSuggestions);
        return $"'{name}' is no deviation; did you mean {string.Join(", ", like)}?";
    }

    private static int SharedWords(string known, string name) => known.Split('-').Intersect(name.Split('-')).Count();
}
