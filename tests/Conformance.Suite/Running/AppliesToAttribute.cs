using Conformance.Contract;
using Conformance.Suite.Uploads;

namespace Conformance.Suite.Running;

/// <summary>Names the operations and variants that a rule is applied to. Without one, a rule has a single case.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class AppliesToAttribute : Attribute
{
    /// <summary>The variants; none means one case without a variant for each operation.</summary>
    public string[] Variants { get; init; } = [];

    /// <summary>The variants that make sense on an operation: only JSON has white space that could be left out.</summary>
    public virtual IReadOnlyList<string> VariantsOn(Operation operation) =>
        operation.Takes == RequestMedia.Json ? Variants : [.. Variants.Where(variant => variant != SizeVariants.Content)];

    /// <summary>Whether the rule applies to an operation.</summary>
    public abstract bool Includes(Operation operation);
}
