using Conformance.Contract;

namespace Conformance.Suite.Running;

/// <summary>The operations named.</summary>
/// <param name="ids">Ids of operations.</param>
public sealed class OperationsAttribute(params string[] ids) : AppliesToAttribute
{
    /// <summary>The ids named.</summary>
    public IReadOnlyList<string> Ids => ids;

    /// <inheritdoc />
    public override bool Includes(Operation operation) => ids.Contains(operation.Id);
}
