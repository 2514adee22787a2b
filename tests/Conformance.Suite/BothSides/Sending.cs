using Conformance.Reference;

namespace Conformance.Suite.BothSides;

/// <summary>A request on its way through the gateway, for a rule that acts while it is.</summary>
/// <param name="nonce">What it is recognised by.</param>
/// <param name="log">What arrives upstream.</param>
internal sealed class Sending(Nonce nonce, UpstreamLog log) : IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();

    /// <summary>What the client has so far.</summary>
    public ReceivedText Received { get; } = new();

    /// <summary>Both sides, when the client's is over.</summary>
    public Task<TwoSides> Ended { get; private set; } = Task.FromException<TwoSides>(new InvalidOperationException("nothing was sent"));

    /// <summary>Cancelled when the client closes.</summary>
    internal CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Waits until the request arrived upstream.</summary>
    /// <returns>The arrival; null where there was none in time.</returns>
    public async Task<UpstreamArrival?> Arrived(TimeSpan limit) => await log.WaitForAsync(nonce, 1, limit) is [var first, ..] ? first
        : null;

    /// <summary>Waits until the first byte of the request's body arrived upstream.</summary>
    /// <returns>Whether it did in time.</returns>
    public async Task<bool> ArrivedBody(TimeSpan limit)
    {
        if (await Arrived(limit) is not { } arrival)
        {
            return false;
        }

        await arrival.Body.Begun.WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return arrival.Body.Begun.IsCompleted;
    }

    /// <summary>Lets the client close, as one that is not interested any more.</summary>
    public void Abandon() => _abandoned.Cancel();

    /// <inheritdoc />
    public void Dispose() => _abandoned.Dispose();

    internal Sending Begun(Task<TwoSides> ended)
    {
        Ended = ended;
        return this;
    }
}
