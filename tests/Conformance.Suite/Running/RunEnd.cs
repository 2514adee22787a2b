using Conformance.Reporting.Results;

namespace Conformance.Suite.Running;

/// <summary>Why a run ended before every case was judged, and the token that ends what is under way.</summary>
/// <param name="time">The clock.</param>
internal sealed class RunEnd(TimeProvider time) : IDisposable
{
    /// <summary>So many cases in a row that no answer came to, and the target is gone rather than busy.</summary>
    private const int UnansweredUntilLost = 12;

    private readonly CancellationTokenSource _source = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started = time.GetTimestamp();
    private readonly Lock _gate = new();
    private ITimer? _longest;
    private int _unanswered;
    private int _judged;

    /// <summary>Why, as a value; null while the run goes on.</summary>
    public Reason? Reason { get; private set; }

    /// <summary>Why, in one line; null while the run goes on.</summary>
    public string? Why { get; private set; }

    /// <summary>Cancelled when the run ends.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Completes when an interrupted run has cleaned up and written its report.</summary>
    public Task WhenSettled => _settled.Task;

    /// <summary>Says that an interrupted run has cleaned up and written its report.</summary>
    public void Settled() => _settled.TrySetResult();

    /// <summary>Ends the run after this time.</summary>
    public void After(TimeSpan longest) => _longest = time.CreateTimer(
        _ =>
            Set(
                ReasonKind.OutOfTime,
                $"the run took longer than MaxDuration allows ({Words(longest)})"), null, longest, Timeout.InfiniteTimeSpan);

    /// <summary>Ends the run; the first reason stays.</summary>
    public void Set(ReasonKind kind, string why)
    {
        lock (_gate)
        {
            if (Reason is not null)
            {
                return;
            }

            (Reason, Why) = (new Reason(kind), why);
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run was over in the very moment in which it was ended.
        }
    }

    /// <summary>Learns what a case came to: a row of cases without any answer is a target that is gone.</summary>
    public void Saw(CaseResult result)
    {
        if (
            result.Reason?.Kind is not (
                ReasonKind.Refused or ReasonKind.Unresolved or ReasonKind.Tls or ReasonKind.Reset or ReasonKind.Timeout))
        {
            if (result.Deciding is not null)
            {
                Interlocked.Increment(ref _judged);
                Interlocked.Exchange(ref _unanswered, 0);
            }
        }
        else if (Interlocked.Increment(ref _unanswered) == UnansweredUntilLost)
        {
            var after = time.GetElapsedTime(_started);
            Set(ReasonKind.Lost, FormattableString.Invariant(
                $"the target was lost {after.TotalSeconds:0.0} s into the run, with {_judged:N0} cases judged: {result.Message}"));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _longest?.Dispose();
        _source.Dispose();
    }

    private static string Words(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? FormattableString.Invariant($"{time.TotalSeconds:0.#} s")
        : FormattableString.Invariant($"{time.TotalMinutes:0.#} min");
}
