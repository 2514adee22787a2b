namespace Conformance.Wire;

/// <summary>
/// The times of one attempt: since its start, since anything moved, and since the answer could be expected. One timer,
/// set anew only when it fires; that something moved costs no more than a look at the clock.
/// </summary>
internal sealed class ExchangeClocks : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _expiry;
    private readonly ITimer _timer;
    private readonly long _start;
    private readonly Lock _gate = new();
    private long _moved;
    private long _awaited;
    private bool _headIsThere;
    private bool _ended;

    /// <summary>Starts the clocks.</summary>
    /// <param name="time">Where the time comes from.</param>
    /// <param name="timeout">How long nothing may move.</param>
    /// <param name="expiry">Cancelled when one of them has run out.</param>
    public ExchangeClocks(TimeProvider time, TimeSpan timeout, CancellationTokenSource expiry)
    {
        (_time, _timeout, _expiry) = (time, timeout, expiry);
        _moved = _start = time.GetTimestamp();
        _timer = time.CreateTimer(static clocks => ((ExchangeClocks)clocks!).Look(), this, timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Which one ran out; null while none did.</summary>
    public Clock? Expired { get; private set; }

    /// <summary>The timestamp of the start.</summary>
    public long Start => _start;

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    /// <summary>How long a clock runs.</summary>
    public TimeSpan Limit(Clock clock) => clock switch
    {
        Clock.Head => _timeout * Bounds.HeadTimeouts,
        Clock.Answer => _timeout * Bounds.AnswerTimeouts,
        _ => _timeout,
    };

    /// <summary>Bytes moved: the target is alive.</summary>
    public void Moved() => Volatile.Write(ref _moved, _time.GetTimestamp());

    /// <summary>The request is out, or the answer has begun: from now on it must become whole.</summary>
    public void Await() => Interlocked.CompareExchange(ref _awaited, _time.GetTimestamp(), 0);

    /// <summary>What came was not the answer yet, and a body that is still on its way may take as long as it moves.</summary>
    public void AwaitNoLonger() => Volatile.Write(ref _awaited, 0);

    /// <summary>The head of the answer is there.</summary>
    public void HeadIsThere() => Volatile.Write(ref _headIsThere, true);

    /// <summary>Stops the clocks.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
        }

        _timer.Dispose();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            var left = Left(Clock.Silence, Volatile.Read(ref _moved));
            Expired = left <= TimeSpan.Zero ? Clock.Silence : null;
            if (Volatile.Read(ref _awaited) is not 0 and var awaited)
            {
                var clock = Volatile.Read(ref _headIsThere) ? Clock.Answer : Clock.Head;
                var leftOfAnswer = Left(clock, awaited);
                Expired ??= leftOfAnswer <= TimeSpan.Zero ? clock : null;
                left = leftOfAnswer < left ? leftOfAnswer : left;
            }

            if (Expired is null)
            {
                _timer.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            _ended = true;
        }

        _expiry.Cancel();
    }

    private TimeSpan Left(Clock clock, long since)
    {
        var left = Limit(clock) - _time.GetElapsedTime(since);

        // Timers count in milliseconds: less than one left is none.
        return left < TimeSpan.FromMilliseconds(1) ? TimeSpan.Zero : left;
    }
}
