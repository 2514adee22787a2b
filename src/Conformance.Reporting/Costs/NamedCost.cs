namespace Conformance.Reporting.Costs;

/// <summary>What a gateway costs, with the name that stands beside it.</summary>
/// <param name="Name">The name; one line.</param>
/// <param name="Cost">What it costs.</param>
public sealed record NamedCost(string Name, GatewayCost Cost);
