namespace Conformance.Reporting;

/// <summary>What became of the outputs of a run.</summary>
/// <param name="Files">The full paths of the files that were written, for the scan for secrets.</param>
/// <param name="Failures">What could not be written; empty when all is there.</param>
public sealed record WrittenReports(IReadOnlyList<string> Files, IReadOnlyList<ReportFailure> Failures);
