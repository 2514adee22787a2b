namespace Conformance.Reference;

/// <summary>
/// What arrived at the upstream. A large body is recognised by its first 64 KiB, its path, its query or its header; a body with
/// a content coding only by the latter three.
/// </summary>
public sealed class UpstreamLog
{
    /// <summary>The most arrivals without a nonce that are listed; more are only counted.</summary>
    public const int MostWithoutNonce = 1_000;

    private const int KeptWithoutNonce = 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<Nonce, List<UpstreamArrival>> arrivals = [];
    private readonly Dictionary<Nonce, TaskCompletionSource> changes = [];
    private readonly List<UpstreamArrival> without = [];
    private long count;
    private long withoutCount;

    internal UpstreamLog()
    {
    }

    /// <summary>Requests that arrived so far.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>Requests without any nonce of this run that the upstream is done with.</summary>
    public long CountWithoutNonce => Interlocked.Read(ref withoutCount);

    /// <summary>
    /// The first of the requests without any nonce of this run (health checks, other clients), in the order in which the upstream
    /// was done with them. Of their bodies no more than 1 KiB is kept.
    /// </summary>
    public IReadOnlyList<UpstreamArrival> WithoutNonce
    {
        get
        {
            lock (gate)
            {
                return [.. without];
            }
        }
    }

    /// <summary>What arrived with this nonce, in order: nothing, one, or several.</summary>
    public IReadOnlyList<UpstreamArrival> Of(Nonce nonce)
    {
        lock (gate)
        {
            return arrivals.TryGetValue(nonce, out var found) ? [.. found.OrderBy(arrival => arrival.Number)] : [];
        }
    }

    /// <summary>Waits until so many requests with this nonce arrived; each is there as soon as the nonce in it was seen.</summary>
    /// <param name="nonce">The nonce.</param>
    /// <param name="number">How many to wait for.</param>
    /// <param name="timeout">How long to wait for them.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What arrived: fewer than <paramref name="number"/> where the time was over before.</returns>
    public async Task<IReadOnlyList<UpstreamArrival>> WaitForAsync(
        Nonce nonce, int number, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        while (true)
        {
            Task changed;
            lock (gate)
            {
                if (arrivals.TryGetValue(nonce, out var found) && found.Count >= number)
                {
                    return [.. found.OrderBy(arrival => arrival.Number)];
                }

                if (!changes.TryGetValue(nonce, out var change))
                {
                    change = changes[nonce] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                changed = change.Task;
            }

            await changed.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (!changed.IsCompletedSuccessfully)
            {
                return Of(nonce);
            }
        }
    }

    /// <summary>Lets go of what arrived with this nonce.</summary>
    public void Forget(Nonce nonce)
    {
        lock (gate)
        {
            arrivals.Remove(nonce);
        }
    }

    internal long NextNumber() => Interlocked.Increment(ref count);

    internal void Add(UpstreamArrival arrival, Nonce nonce)
    {
        TaskCompletionSource? change;
        lock (gate)
        {
            if (!arrivals.TryGetValue(nonce, out var found))
            {
                arrivals[nonce] = found = [];
            }

            found.Add(arrival);
            changes.Remove(nonce, out change);
        }

        change?.TrySetResult();
    }

    internal void Done(UpstreamArrival arrival)
    {
        if (arrival.Nonces.Count == 0)
        {
            Interlocked.Increment(ref withoutCount);
            arrival.Body.Trim(KeptWithoutNonce);
            arrival.Answer.Body.Trim(KeptWithoutNonce);
            lock (gate)
            {
                if (without.Count < MostWithoutNonce)
                {
                    without.Add(arrival);
                }
            }
        }

        arrival.Finish();
    }
}
