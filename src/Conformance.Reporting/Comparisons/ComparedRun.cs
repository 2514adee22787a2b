using Conformance.Reporting.Results;

namespace Conformance.Reporting.Comparisons;

/// <summary>A run with the name that a comparison gives it.</summary>
/// <param name="Name">The name, such as that of its file; one line.</param>
/// <param name="Result">What it found.</param>
public sealed record ComparedRun(string Name, RunResult Result);
