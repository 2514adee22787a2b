using Conformance.Reference;

namespace Conformance.Gateway;

/// <summary>Every deviation of the gateway, in the order in which several are applied.</summary>
public static class GatewayDeviations
{
    private static readonly Dictionary<string, GatewayDeviation> ByName;

    static GatewayDeviations()
    {
        All =
        [
            .. RequestHeaderDeviations.All,
            .. RequestBodyDeviations.All,
            .. TargetDeviations.All,
            .. SendingDeviations.All,
            .. CredentialDeviations.All,
            .. AnswerHeaderDeviations.All,
            .. AnswerBodyDeviations.All,
            .. FailureDeviations.All,
            .. EventDeviations.All,
            .. TimeDeviations.All,
        ];
        ByName = All.ToDictionary(deviation => deviation.Name);
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<GatewayDeviation> All { get; }

    /// <summary>The deviations with these names, in the order in which they are applied, each once.</summary>
    /// <param name="names">The names.</param>
    /// <exception cref="FormatException">One is the name of none; the message is one line, with names that are like it.</exception>
    public static IReadOnlyList<GatewayDeviation> Find(IEnumerable<string> names)
    {
        var found = names.Select(Find).ToHashSet();
        return [.. All.Where(found.Contains)];
    }

    /// <summary>The deviation with this name.</summary>
    /// <exception cref="FormatException">There is none; the message is one line, with names that are like it.</exception>
    public static GatewayDeviation Find(string name) =>
        ByName.TryGetValue(name, out var deviation) ? deviation : throw new FormatException(Deviations.Unknown(name, ByName.Keys));
}
