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

    /// <summary>Only the operations that a documented size limit binds.</summary>
    public bool WithSizeLimit { get; init; }

    /// <summary>Leaves out the operations that take an OAuth access token, which travels as a bearer token only.</summary>
    public bool WithApiKey { get; init; }

    /// <summary>Only the lists that page by the ids of their ends.</summary>
    public bool ThatListById { get; init; }

    /// <summary>Only the lists that page by a token.</summary>
    public bool ThatListByPage { get; init; }

    /// <summary>
    /// Whether the variants after the first are for operations whose probe succeeds alone: one of them tells the operations apart,
    /// the others tell the ways in which one operation can be wrong.
    /// </summary>
    public bool FurtherVariantsThatSucceed { get; init; }

    /// <inheritdoc />
    public override IReadOnlyList<string> VariantsOn(Operation operation) =>
        FurtherVariantsThatSucceed && operation.Probe.Status != 200 ? [.. base.VariantsOn(operation).Take(1)] : base.VariantsOn(operation);

    /// <inheritdoc />
    public override bool Includes(Operation operation) =>
        !(ExceptRefusedBodies && operation.ProbeKind == ProbeKind.RefusedBody)
        && !(WithJsonBody && operation.Takes != RequestMedia.Json)
        && !(ThatSucceed && operation.Probe.Status != 200)
        && !(OnUnknownResources && operation.ProbeKind != ProbeKind.UnknownResource)
        && !(WithAdminKey && operation.Key != KeyKind.Admin)
        && !(WithApiKey && operation.Key == KeyKind.OAuth)
        && !(WithSizeLimit && operation.Size == SizeGroup.None)
        && !(ThatListById && !(IsList(operation) && operation.PagesById))
        && !(ThatListByPage && !(IsList(operation) && !operation.PagesById));

    // The list of what belongs to a resource has a resource that is not there in its probe.
    private static bool IsList(Operation operation) =>
        operation.ProbeKind == ProbeKind.Read && operation.Id.EndsWith(".list", StringComparison.Ordinal);
}
