using System.Reflection;
using Conformance.Suite.Uploads;

namespace Conformance.Suite.Running;

/// <summary>Every rule of the suite, found by its attribute.</summary>
public static class Catalogue
{
    private static readonly Dictionary<string, Rule> ById = Load();

    /// <summary>The rules, by id.</summary>
    public static IReadOnlyList<Rule> Rules { get; } = [.. ById.Values.OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    /// <summary>Every case of every rule.</summary>
    public static IEnumerable<Case> Cases => Rules.SelectMany(rule => rule.Cases);

    /// <summary>The rule with this id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static Rule Find(string id) => ById[id];

    private static Dictionary<string, Rule> Load()
    {
        var rules =
            from type in typeof(Catalogue).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            let attribute = method.GetCustomAttribute<RuleAttribute>()
            where attribute is not null
            let clause = method.GetCustomAttribute<ClauseAttribute>()
                ?? throw new InvalidOperationException($"{attribute.Id} has no clause")
            select new Rule(
                attribute,
                clause.Clause,
                method.GetCustomAttribute<AppliesToAttribute>(),
                method.GetCustomAttribute<UploadsAttribute>(),
                method);
        return rules.ToDictionary(rule => rule.Id);
    }
}
