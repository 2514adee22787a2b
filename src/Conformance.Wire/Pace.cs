namespace Conformance.Wire;

/// <summary>
/// Keeps to a number of requests a second as the target sees it: in no second do more arrive. A place is free again one
/// second after the request that had it was answered, so that neither latency nor the set-up of a connection, which
/// delays one request and not the next, can bring them closer together.
/// </summary>
internal sealed class Pace
{
    // Timers count in milliseconds and may be early by one.
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(5);

    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _period;
    private long? _previous;

    /// <summary>A pace.</summary>
    /// <param name="perSecond">Requests a second, above zero. A fraction above one is not made use of.</param>
    /// <param name="time">The clock.</param>
    public Pace(double perSecond, TimeProvider time)
    {
        _time = time;
        Places = new SemaphoreSlim(Math.Max(1, (int)Math.Min(perSecond, int.MaxValue)));
        _interval = TimeSpan.FromSeconds(1 / perSecond);
        _period = TimeSpan.FromSeconds(Math.Max(1, 1 / perSecond)) + TimerGrain;
    }

    private SemaphoreSlim Turn { get; } = new(1);

    private SemaphoreSlim Places { get; }

    /// <summary>Waits until one more request may begin. Requests begin evenly, not in bursts.</summary>
    public async Task<PaceSlot> Begin(CancellationToken cancellationToken)
    {
        await Turn.WaitAsync(cancellationToken);
        try
        {
            if (_previous is { } previous && _interval - _time.GetElapsedTime(previous) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, _time, cancellationToken);
            }

            await Places.WaitAsync(cancellationToken);
            _previous = _time.GetTimestamp();
            return new PaceSlot(this, _time);
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>A request has arrived at the target: its place is free again in a second.</summary>
    internal async Task Arrived()
    {
        await Task.Delay(_period, _time);
        Places.Release();
    }
}
