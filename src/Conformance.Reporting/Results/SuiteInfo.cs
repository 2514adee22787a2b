namespace Conformance.Reporting.Results;

/// <summary>The suite that ran.</summary>
/// <param name="Version">Its version, <c>1.0.0</c>.</param>
public sealed record SuiteInfo(string Version);
