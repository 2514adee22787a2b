using System.Diagnostics;
using Conformance.Suite.Running;
using NUnit.Framework;

namespace Conformance.Suite.Uploads;

/// <summary>Says on the console how far a long upload is: often where somebody watches, sparsely in a log.</summary>
/// <param name="context">The case.</param>
/// <param name="total">The length of the body in bytes.</param>
internal sealed class UploadProgress(CaseContext context, long total) : IProgress<long>
{
    private static readonly TimeSpan Pause = Console.IsOutputRedirected ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(2);

    // Of less than a megabyte there is nothing to say in megabytes.
    private const long Worthwhile = 1_000_000;

    // An upload that has not moved for so long is over, whatever came of it.
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(2);

    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan _next = Pause;
    private long _sent;
    private long _moved;

    /// <summary>How far it is; null where it is over, or too small to speak of.</summary>
    public UploadState? State => total >= Worthwhile && _sent < total && Stopwatch.GetElapsedTime(_moved) < Still
        ? new UploadState(context.Case.Id, _sent, total, _sent / Stopwatch.GetElapsedTime(_started).TotalSeconds)
        : null;

    /// <inheritdoc />
    public void Report(long value)
    {
        (_sent, _moved) = (value, Stopwatch.GetTimestamp());
        context.Run.Upload = this;
        var elapsed = Stopwatch.GetElapsedTime(_started);
        if (elapsed < _next || total < Worthwhile || !Running.Progress.IsWanted || context.Run.IsWatched)
        {
            return;
        }

        _next = elapsed + Pause;
        var rate = value / elapsed.TotalSeconds / 1_000_000;
        TestContext.Progress.WriteLine(
            FormattableString.Invariant($"{context.Case.Id}: {value / 1_000_000:N0} of {total / 1_000_000:N0} MB sent, {rate:N1} MB/s"));
    }
}
