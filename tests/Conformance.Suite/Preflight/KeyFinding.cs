using Conformance.Contract;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using Conformance.Wire;

namespace Conformance.Suite.Preflight;

/// <summary>How a target takes the run's key, by its answers to one read.</summary>
/// <param name="Usual">Whether it takes it in the header that the probes use; null where that cannot be told.</param>
/// <param name="Other">Whether it takes it in the other header; null where that cannot be told.</param>
/// <param name="IsAsked">Whether it refuses a request without any key; null where that cannot be told.</param>
internal sealed record KeyFinding(bool? Usual, bool? Other, bool? IsAsked)
{
    /// <summary>Whether the key is refused in either header.</summary>
    public bool IsRefused => Usual == false && Other == false;

    /// <summary>Asks with the key in the header that the probes use, in the other one, and in none.</summary>
    public static async Task<KeyFinding> Of(Target target, Operation read)
    {
        var usual = IsTaken(read, await target.TryValid(read));
        var other = target.Settings.Auth == KeyHeader.Bearer ? KeyHeader.XApiKey : KeyHeader.Bearer;
        var otherwise = await target.TryOnce(
            $"key in the other header {read.Id}", () => target.TrySend(Target.WithKey(target.Probe(read), target.KeyFor(read.Key), other)));
        var bare = usual == true ? IsTaken(read, await target.TryRefused(Refusal.MissingKey, read)) : null;
        return new KeyFinding(usual, IsTaken(read, otherwise), !bare);
    }

    /// <summary>The same in words: <c>taken in x-api-key and as bearer</c>.</summary>
    public string Words(KeyHeader usual)
    {
        var (here, there) = usual == KeyHeader.Bearer ? ("as bearer", "in x-api-key") : ("in x-api-key", "as bearer");
        var instead = usual == KeyHeader.Bearer ? "x-api-key" : "bearer";
        return (this switch
        {
            { Usual: true, Other: true } => $"taken {here} and {there}",
            { Usual: true, Other: false } => $"taken {here}, not {there}",
            { Usual: true } => $"taken {here}",
            { Usual: false, Other: true } => $"refused {here} and taken {there}: if that is meant, set Auth to {instead}",
            _ => $"sent {here}; nothing tells whether it is looked at",
        }) + (IsAsked == false ? "; none is asked for" : "");
    }

    // A key that lacks an entitlement is known; a route that is not there says nothing about keys.
    private static bool? IsTaken(Operation read, Exchange exchange) => exchange.Response?.Status switch
    {
        >= 200 and < 300 => true,
        401 or 403 => Entitlement.Lacking(read, exchange) is not null,
        _ => null,
    };
}
