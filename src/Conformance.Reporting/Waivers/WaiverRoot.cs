namespace Conformance.Reporting.Waivers;

/// <summary>A waiver file that is an object.</summary>
internal sealed record WaiverRoot(List<Placed<WaiverEntry>>? Waivers);
