namespace Conformance.Reporting.Results;

/// <summary>How long the parts of an exchange took, in milliseconds from its start; null for what did not happen.</summary>
/// <param name="SentMs">Until the last byte of the request was written.</param>
/// <param name="AnsweredMs">Until the head of the final answer was there.</param>
/// <param name="TotalMs">Until the end.</param>
public sealed record TimingInfo(double? SentMs, double? AnsweredMs, double TotalMs);
