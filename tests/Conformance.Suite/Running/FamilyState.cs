namespace Conformance.Suite.Running;

/// <summary>How far a run is with a family of rules.</summary>
/// <param name="Name">The part of their ids before the dot.</param>
/// <param name="Planned">Cases that the run judges.</param>
/// <param name="Judged">Cases judged so far.</param>
/// <param name="Broken">Those of them that are <c>fail</c> or <c>error</c>.</param>
public sealed record FamilyState(string Name, int Planned, int Judged, int Broken);
