using Conformance.Reporting.Results;

namespace Conformance.Clients;

/// <summary>What a check of a client came to, and what none of its outputs may hold.</summary>
/// <param name="Result">The result of the run.</param>
/// <param name="Secrets">The keys of the check and of whoever checks, and every key that the client sent.</param>
public sealed record CheckedRun(RunResult Result, IReadOnlyList<string> Secrets);
