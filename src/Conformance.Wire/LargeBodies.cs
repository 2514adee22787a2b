namespace Conformance.Wire;

/// <summary>
/// Keeps large bodies and what is judged by its time apart: a body of hundreds of megabytes makes everything else late, on this
/// machine as on the way. Any number of either may be under way, but not both.
/// </summary>
internal sealed class LargeBodies
{
    /// <summary>A body of so many bytes, or more, is large.</summary>
    public const long Least = 1_000_000;

    private readonly Lock _gate = new();
    private int _sending;
    private int _quiet;
    private TaskCompletionSource _changed = New();

    /// <summary>Waits until nobody asks for quiet, for a large body; for any other there is nothing to wait for.</summary>
    /// <returns>To be disposed when the body is out and answered; null for a body that is not large.</returns>
    public async Task<IDisposable?> Begin(long bytes, CancellationToken cancellationToken)
    {
        if (bytes < Least)
        {
            return null;
        }

        await Until(() => _quiet == 0, () => _sending++, cancellationToken);
        return new Ending(() => Change(() => _sending--));
    }

    /// <summary>Lets no further large body begin, and waits until those under way have ended.</summary>
    /// <returns>To be disposed when large bodies may be sent again.</returns>
    public async Task<IDisposable> Quiet(CancellationToken cancellationToken)
    {
        Change(() => _quiet++);
        var end = new Ending(() => Change(() => _quiet--));
        try
        {
            await Until(() => _sending == 0, () => { }, cancellationToken);
            return end;
        }
        catch
        {
            end.Dispose();
            throw;
        }
    }

    private async Task Until(Func<bool> condition, Action then, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (condition())
                {
                    then();
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            (changed, _changed) = (_changed, New());
        }

        changed.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Ending(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
