using Conformance.Contract;
using Conformance.Wire;

namespace Conformance.Suite.Preflight;

/// <summary>Whether a target has an operation, by its answers.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Valid">What came of its valid request.</param>
/// <param name="Sign">What that shows.</param>
internal sealed record Presence(Operation Operation, Exchange Valid, Presence.Signs Sign)
{
    /// <summary>What an answer shows.</summary>
    public enum Signs
    {
        /// <summary>The operation is there.</summary>
        Served,

        /// <summary>The target has no such route, or not with this method.</summary>
        NotServed,

        /// <summary>An unknown resource or a refused body is answered like an unknown route, so that more has to be asked.</summary>
        Ambiguous,

        /// <summary>Unknown routes are refused or redirected as this one is, so that it depends on what the others show.</summary>
        TurnedAway,

        /// <summary>It cannot be told; the operation counts as served.</summary>
        Unclear,
    }

    /// <summary>The status of the answer; null where none came.</summary>
    public int? Status => Valid.Response?.Status;

    /// <summary>Whether the operation counts as served.</summary>
    public bool Counts => Sign is Signs.Served or Signs.Unclear;
}
