using Conformance.Contract;
using Conformance.Reporting.Results;

namespace Conformance.Clients;

/// <summary>One promise that a client keeps, of the family <c>client</c>.</summary>
/// <param name="Id">The stable id; never renumbered, never reused.</param>
/// <param name="Level">How binding it is.</param>
/// <param name="Since">The snapshot that first states it.</param>
/// <param name="Title">What a client does that keeps it, as a sentence without a full stop.</param>
/// <param name="Clause">The clause it comes from.</param>
public sealed record ClientRule(string Id, Level Level, Snapshot Since, string Title, Clause Clause)
{
    /// <summary>The scenarios that it needs; every rule sees what the client sends in any of them.</summary>
    public IReadOnlyList<Scenario> Scenarios { get; init; } = [];

    /// <summary>Its variants, for the catalogue; empty for none.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>Whether a broken promise is looked for in two more runs before it counts, because it is a matter of time.</summary>
    public bool IsAskedAgain { get; init; }

    /// <summary>Whether it judges requests alone, even those of a client that comes to nothing.</summary>
    public bool IsAboutRequests => Scenarios.Count == 0;

    /// <summary>What it finds.</summary>
    internal Func<ClientRuns, IEnumerable<ClientFinding>> Judge { get; init; } = _ => [];

    /// <summary>The rule as results name it.</summary>
    public RuleInfo Info => new(Id, Level.ToString().ToUpperInvariant(), Title, Since.Id, [], Clause);

    /// <inheritdoc />
    public override string ToString() => Id;
}
