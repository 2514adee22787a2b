namespace Conformance.Reporting.Results;

/// <summary>A request and what came of it, cut down to what evidence needs. Keys are redacted.</summary>
/// <param name="Request">What was sent.</param>
/// <param name="Response">The final answer; null where none came.</param>
/// <param name="Outcome">
/// <c>answered</c>, <c>refused</c> (no connection), <c>unresolved</c> (no such host), <c>reset</c> (the connection ended
/// without an answer), <c>timeout</c>, <c>tls</c> or <c>malformed</c> (not HTTP).
/// </param>
/// <param name="Detail">One line on an outcome other than <c>answered</c>; otherwise null.</param>
/// <param name="Attempts">How many times the request was sent (429 and 529 are retried).</param>
/// <param name="Timings">How long its parts took.</param>
public sealed record ExchangeInfo(RequestInfo Request, ResponseInfo? Response, string Outcome, string? Detail, int Attempts, TimingInfo Timings);
