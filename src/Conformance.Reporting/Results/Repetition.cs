namespace Conformance.Reporting.Results;

/// <summary>How often a promise was broken of the times it was asked for.</summary>
/// <param name="Broken">The number of times it was broken; at least 1, less than <paramref name="Of"/>.</param>
/// <param name="Of">The number of times it was asked for.</param>
public sealed record Repetition(int Broken, int Of);
