namespace Conformance.Reporting.Waivers;

/// <summary>A waiver as it stands in a file, before it is checked.</summary>
internal sealed record WaiverEntry(
    Placed<string>? Rule,
    Placed<string>? Operation,
    Placed<string>? Reason,
    Placed<string>? Owner,
    Placed<string>? Link,
    Placed<string>? Expires);
