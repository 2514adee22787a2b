using Conformance.Contract;

namespace Conformance.Suite.Running;

/// <summary>A rule applied to an operation, perhaps in a variant.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Operation">The operation; null for a rule that concerns none in particular.</param>
/// <param name="Variant">The variant; null for none.</param>
#pragma warning disable CA1716 // The documentation's word; Visual Basic is not meant to use the suite.
public sealed record Case(Rule Rule, Operation? Operation, string? Variant)
#pragma warning restore CA1716
{
    /// <summary><c>rule:operation[variant]</c>.</summary>
    public string Id => Rule.Id + (Operation is null ? "" : ":" + Operation.Id) + (Variant is null ? "" : $"[{Variant}]");

    /// <summary>The snapshot that first states it of this operation.</summary>
    public Snapshot Since => Operation is { } operation && operation.Since > Rule.Since ? operation.Since : Rule.Since;

    /// <summary>How binding the rule is here.</summary>
    public Level Level => Rule.LevelOn(Operation);

    /// <summary>The arguments of the test method.</summary>
    public IEnumerable<object> Arguments => new object?[] { Operation, Variant }.OfType<object>();

    /// <inheritdoc />
    public override string ToString() => Id;
}
