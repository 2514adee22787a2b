using System.Diagnostics;
using NUnit.Framework;

namespace Conformance.Suite.Uploads;

/// <summary>Says on the console how far a long upload is: often where somebody watches, sparsely in a log.</summary>
/// <param name="name">The case.</param>
/// <param name="total">The length of the body in bytes.</param>
internal sealed class UploadProgress(string name, long total) : IProgress<long>
{
    private static readonly TimeSpan Pause = Console.IsOutputRedirected ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(2);

    // Of less than a megabyte there is nothing to say in megabytes.
    private const long Worthwhile = 1_000_000;

    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan _next = Pause;

    /// <inheritdoc />
    public void Report(long value)
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        if (elapsed < _next || total < Worthwhile || !Running.Progress.IsWanted)
        {
            return;
        }

        _next = elapsed + Pause;
        var rate = value / elapsed.TotalSeconds / 1_000_000;
        TestContext.Progress.WriteLine(
            FormattableString.Invariant($"{name}: {value / 1_000_000:N0} of {total / 1_000_000:N0} MB sent, {rate:N1} MB/s"));
    }
}
