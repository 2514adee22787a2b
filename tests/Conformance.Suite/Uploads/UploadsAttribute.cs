using Conformance.Suite.Running;
using Conformance.Suite.Settings;

namespace Conformance.Suite.Uploads;

/// <summary>Says which large bodies a rule sends, so that the plan of a run is known before the first byte.</summary>
/// <param name="kind">The kind of bodies.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UploadsAttribute(UploadKind kind) : Attribute
{
    /// <summary>Whether a target that keeps the contract refuses the body, perhaps before it is sent.</summary>
    public bool IsLikelyRefused => kind == UploadKind.OverLimit;

    /// <summary>The body that a case sends: its name, which cases that share it have in common, and at most how many bytes it is.</summary>
    public (string Name, long Bytes) Of(Case one, RunSettings settings)
    {
        var operation = one.Operation!;
        var limit = settings.Limit(operation.Size)!;
        var bytes = kind switch
        {
            UploadKind.Ladder => SizeLadder.Below(limit).Sum(),
            UploadKind.AtLimit or UploadKind.Forwarded => limit.Accepted,
            UploadKind.OverLimit or UploadKind.Refused => limit.Refused + 1,
            UploadKind.OwnLimit => settings.StandardLimit.Refused + 1,
            _ => limit.Accepted + limit.Refused + 1,
        };
        return (Name(kind, one), bytes);
    }

    /// <summary>What cases have in common that belong into one shard: their body, and what follows it on its connection.</summary>
    public string Shared(Case one) => Name(kind == UploadKind.Refused ? UploadKind.OverLimit : kind, one);

    /// <summary>The name of the body of a kind that a case sends.</summary>
    internal static string Name(UploadKind kind, Case one) => $"{kind} {one.Operation!.Id} {one.Variant ?? SizeVariants.ContentLength}";
}
