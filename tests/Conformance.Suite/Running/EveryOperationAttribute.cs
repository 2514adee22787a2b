using Conformance.Contract;

namespace Conformance.Suite.Running;

/// <summary>Every operation.</summary>
public sealed class EveryOperationAttribute : AppliesToAttribute
{
    /// <summary>
    /// Leaves out the operations whose probe is itself refused with 400: for a rule that expects a 400, whose reason
    /// could not be told apart from outside.
    /// </summary>
    public bool ExceptRefusedBodies { get; init; }

    /// <summary>Leaves out the operations that take no JSON body.</summary>
    public bool WithJsonBody { get; init; }

    /// <summary>Only the operations whose probe succeeds.</summary>
    public bool ThatSucceed { get; init; }

    /// <summary>Only the operations whose probe names a resource that cannot exist.</summary>
    public bool OnUnknownResources { get; init; }

    /// <summary>Only the operations that take an admin key.</summary>
    public bool WithAdminKey { get; init; }

    /// <inheritdoc />
    public override bool Includes(Operation operation) =>
        !(ExceptRefusedBodies && operation.ProbeKind == ProbeKind.RefusedBody)
        && !(WithJsonBody && operation.Takes != RequestMedia.Json)
        && !(ThatSucceed && operation.Probe.Status != 200)
        && !(OnUnknownResources && operation.ProbeKind != ProbeKind.UnknownResource)
        && !(WithAdminKey && operation.Key != KeyKind.Admin);
}
