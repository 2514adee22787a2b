namespace Conformance.Reporting.Results;

/// <summary>One header field line.</summary>
/// <param name="Name">The name, spelled as on the wire.</param>
/// <param name="Value">The value; a secret is replaced by <c>[redacted]</c>.</param>
public sealed record HeaderInfo(string Name, string Value);
