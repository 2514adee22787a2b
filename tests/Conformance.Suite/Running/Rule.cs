using Conformance.Contract;
using Conformance.Reporting.Results;

namespace Conformance.Suite.Running;

/// <summary>One promise, as its method and attributes state it.</summary>
/// <param name="Attribute">Id, level, snapshot and title.</param>
/// <param name="Clause">The clause it comes from.</param>
/// <param name="AppliesTo">The operations and variants; null for a single case.</param>
/// <param name="Uploads">The large bodies it sends; null for none.</param>
public sealed record Rule(RuleAttribute Attribute, Clause Clause, AppliesToAttribute? AppliesTo, UploadsAttribute? Uploads)
{
    /// <summary>The stable id.</summary>
    public string Id => Attribute.Id;

    /// <summary>The part of the id before the dot.</summary>
    public string Family => Id[..Id.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>How binding it is.</summary>
    public Level Level => Attribute.Level;

    /// <summary>The snapshot that first states it.</summary>
    public Snapshot Since => Attribute.Since;

    /// <summary>Its cases, over every operation of the contract.</summary>
    public IEnumerable<Case> Cases => AppliesTo is null
        ? [new Case(this, null, null)]
        : Operations.All.Where(AppliesTo.Includes).SelectMany(operation => AppliesTo.Variants is { Length: > 0 } variants
            ? variants.Select(variant => new Case(this, operation, variant))
            : [new Case(this, operation, null)]);

    /// <summary>The rule as results name it.</summary>
    public RuleInfo Info => new(Id, Level.ToString().ToUpperInvariant(), Attribute.Title, Since.Id, Clause);
}
