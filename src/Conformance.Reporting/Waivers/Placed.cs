namespace Conformance.Reporting.Waivers;

/// <summary>A value of a JSON file with the byte at which it begins.</summary>
internal sealed record Placed<T>(T Value, long At);
