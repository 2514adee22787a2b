namespace Conformance.Wire;

/// <summary>
/// The client that every request goes through. It never throws for what a target or a network does: that is the
/// <see cref="Outcome"/> of the exchange.
/// </summary>
public sealed class WireClient : IAsyncDisposable
{
    // A target that closes every connection without a word is not waited for longer.
    private const int ClosingConnections = 3;

    private readonly WireOptions _options;
    private readonly Traffic _traffic;
    private readonly Connections _shared;

    /// <summary>A client for one target.</summary>
    public WireClient(WireOptions options)
        : this(options, new Traffic(options))
    {
    }

    private WireClient(WireOptions options, Traffic traffic)
    {
        (_options, _traffic) = (options, traffic);
        _shared = new Connections(options, traffic);
    }

    /// <summary>The base URL, without a slash at its end.</summary>
    public string BaseUrl => _options.BaseUrl.AbsoluteUri.TrimEnd('/');

    /// <summary>Requests sent, every attempt counted, by this client and all that were made of it or that it was made of.</summary>
    public long RequestsSent => _traffic.Requests;

    /// <summary>Bytes of bodies sent by the same clients, every attempt counted, without chunk framing and heads.</summary>
    public long BodyBytesSent => _traffic.BodyBytes;

    /// <summary>A client with connections that nothing else uses. Limits, retry budget and counters stay those of the run.</summary>
    public WireClient OnOwnConnections() => new(_options, _traffic);

    /// <summary>A client for another base URL. Limits, retry budget and counters stay those of the run.</summary>
    public WireClient To(Uri baseUrl) => new(_options with { BaseUrl = baseUrl }, _traffic);

    /// <summary>Sends a request and waits for what comes of it.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; a timeout is an <see cref="Outcome"/>.</exception>
    public Task<Exchange> SendAsync(Request request, CancellationToken cancellationToken = default) =>
        _traffic.Retries.Send(token => SendOnLiveConnection(request, token), cancellationToken);

    /// <summary>
    /// Waits until no body of a megabyte or more is under way, and lets none begin until it is disposed: what is judged by its time
    /// is judged without them. Whoever has it must not send one.
    /// </summary>
    public Task<IDisposable> WithoutLargeBodies(CancellationToken cancellationToken = default) =>
        _traffic.LargeBodies.Quiet(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _shared.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// A kept connection may be closed by the target in the very moment in which a request is written to it. That says
    /// nothing about the request, which therefore goes out once more (RFC 9112, section 9.3.1).
    /// </summary>
    private async Task<Exchange> SendOnLiveConnection(Request request, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            var attempt = new Attempt(request, _options, _traffic);

            // The last on a connection of its own: where every kept one is about to be closed, that of a new one says something.
            var exchange = await Send(attempt, request, request.OwnConnection || tries == ClosingConnections, cancellationToken);
            if (!attempt.MetClosingConnection || tries == ClosingConnections
                || (exchange.BytesSent > 0 && !Retries.MayResend(request, _options)))
            {
                return exchange;
            }
        }
    }

    private async Task<Exchange> Send(Attempt attempt, Request request, bool ownConnection, CancellationToken cancellationToken)
    {
        // Before the place among the requests under way: who waits for quiet needs one.
        using var large = await _traffic.LargeBodies.Begin(request.Body?.Length ?? 0, cancellationToken);
        var slot = await _traffic.Begin(cancellationToken);
        try
        {
            if (!ownConnection)
            {
                return await attempt.Run(_shared, slot, cancellationToken);
            }

            using var own = new Connections(_options, _traffic);
            return await attempt.Run(own, slot, cancellationToken);
        }
        finally
        {
            _traffic.End(slot);
        }
    }
}
