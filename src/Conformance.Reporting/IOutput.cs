using Conformance.Reporting.Results;

namespace Conformance.Reporting;

/// <summary>
/// An output of a run. A class of this assembly that implements it, with a constructor without parameters, is written with
/// every run; nothing else has to name it.
/// </summary>
public interface IOutput
{
    /// <summary>Its name in the report directory, <c>junit.xml</c>; a directory's name for an output of many files.</summary>
    string Name { get; }

    /// <summary>What it is for, in a few words without a full stop.</summary>
    string Description { get; }

    /// <summary>Writes it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The path of <see cref="Name"/> in the report directory.</param>
    /// <param name="options">What it may say beside what the run found.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>The paths of the files in the report directory that were written.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    Task<IReadOnlyList<string>> WriteAsync(RunResult run, string path, ReportOptions options, CancellationToken cancellation);
}
