using Conformance.Contract;

namespace Conformance.Suite.Running;

/// <summary>Names the operations and variants that a rule is applied to. Without one, a rule has a single case.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class AppliesToAttribute : Attribute
{
    /// <summary>The variants; none means one case without a variant for each operation.</summary>
    public string[] Variants { get; init; } = [];

    /// <summary>Whether the rule applies to an operation.</summary>
    public abstract bool Includes(Operation operation);
}
