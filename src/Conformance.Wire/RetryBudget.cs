namespace Conformance.Wire;

/// <summary>
/// What a run may spend on sending requests again: so many retries, and so much waiting for them, of all its requests
/// together. It keeps a run against a failing target from taking many times as long. Safe to share between threads.
/// </summary>
/// <param name="retries">The most retries.</param>
/// <param name="waiting">The longest that all of them may wait together; requests that wait at once each count.</param>
public sealed class RetryBudget(int retries, TimeSpan waiting)
{
    private readonly Lock _gate = new();
    private int _spent;
    private TimeSpan _waited;
    private bool _denied;

    /// <summary>Retries that were granted so far.</summary>
    public int Spent
    {
        get
        {
            lock (_gate)
            {
                return _spent;
            }
        }
    }

    /// <summary>The time that retries waited so far, with the silence that a timeout took before one.</summary>
    public TimeSpan Waited
    {
        get
        {
            lock (_gate)
            {
                return _waited;
            }
        }
    }

    /// <summary>Whether a retry was denied, or the next one will be.</summary>
    public bool IsExhausted
    {
        get
        {
            lock (_gate)
            {
                return _denied || IsSpent;
            }
        }
    }

    private bool IsSpent => _spent >= retries || _waited >= waiting;

    /// <summary>Asks for one retry.</summary>
    /// <param name="wait">How long it waits, as far as that is known.</param>
    /// <returns>Whether it is granted.</returns>
    internal bool TryTake(TimeSpan wait)
    {
        lock (_gate)
        {
            if (IsSpent || _waited + wait > waiting)
            {
                _denied = true;
                return false;
            }

            _spent++;
            _waited += wait;
            return true;
        }
    }

    /// <summary>Counts waiting that was not known when the retry was granted.</summary>
    internal void Wait(TimeSpan more)
    {
        lock (_gate)
        {
            _waited += more;
        }
    }
}
