namespace Conformance.Reporting;

/// <summary>An output of a run that could not be written.</summary>
/// <param name="Output">Its name in the report directory, <c>junit.xml</c>.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record ReportFailure(string Output, string Reason);
