using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.RateLimiting;
using Polly;
using Polly.Retry;

namespace Conformance.Wire;

/// <summary>
/// The client that every request goes through. It never throws for what a target or a network does: that is the
/// <see cref="Outcome"/> of the exchange.
/// </summary>
public sealed class WireClient : IAsyncDisposable
{
    private readonly WireOptions _options;
    private readonly ConcurrentDictionary<string, Recorder> _recorders = new();
    private readonly Connections _shared;
    private readonly ConcurrencyLimiter _concurrency;
    private readonly TokenBucketRateLimiter? _rate;
    private readonly ResiliencePipeline<Exchange> _retry;

    /// <summary>A client for one target.</summary>
    public WireClient(WireOptions options)
    {
        _options = options;
        _shared = new Connections(options, _recorders);
        _concurrency = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = options.Concurrency,
            QueueLimit = int.MaxValue,
        });
        _rate = options.RequestsPerSecond is { } perSecond ? Rate(perSecond) : null;
        _retry = Retry(options);
    }

    /// <summary>The base URL, without a slash at its end.</summary>
    public string BaseUrl => _options.BaseUrl.AbsoluteUri.TrimEnd('/');

    /// <summary>Sends a request and waits for what comes of it.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; a timeout is an <see cref="Outcome"/>.</exception>
    public async Task<Exchange> SendAsync(Request request, CancellationToken cancellationToken = default)
    {
        var attempts = 0;
        var exchange = await _retry.ExecuteAsync(
            async token =>
            {
                attempts++;
                return await SendOnLiveConnection(request, token);
            },
            cancellationToken);
        return exchange with { Attempts = attempts };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _shared.Dispose();
        await _concurrency.DisposeAsync();
        if (_rate is not null)
        {
            await _rate.DisposeAsync();
        }
    }

    private static TokenBucketRateLimiter Rate(double perSecond)
    {
        // Periods of 10 ms or more: timers are no finer than that.
        var tokens = (int)Math.Ceiling(perSecond / 100);
        return new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = tokens,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / perSecond),
            QueueLimit = int.MaxValue,
        });
    }

    private static ResiliencePipeline<Exchange> Retry(WireOptions options) =>
        options.Retries == 0
            ? ResiliencePipeline<Exchange>.Empty
            : new ResiliencePipelineBuilder<Exchange> { TimeProvider = options.Time }
                .AddRetry(new RetryStrategyOptions<Exchange>
                {
                    ShouldHandle = new PredicateBuilder<Exchange>().HandleResult(exchange => exchange.Response?.Status is 429 or 529),
                    MaxRetryAttempts = options.Retries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromMilliseconds(500),
                    DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result, options.LongestRetryDelay)),
                })
                .Build();

    // Seconds only: a date needs two clocks to agree.
    private static TimeSpan? RetryAfter(Exchange? exchange, TimeSpan longest) =>
        double.TryParse(exchange?.Response?.Header("retry-after"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, longest.TotalSeconds))
            : null;

    /// <summary>
    /// A kept connection may be closed by the target in the very moment in which a request is written to it. That says
    /// nothing about the request, which therefore goes out once more (RFC 9112, section 9.3.1).
    /// </summary>
    private async Task<Exchange> SendOnLiveConnection(Request request, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            var attempt = new Attempt(request, _options, _recorders);
            if (_rate is not null)
            {
                using var start = await _rate.AcquireAsync(1, cancellationToken);
            }

            using var slot = await _concurrency.AcquireAsync(1, cancellationToken);
            Exchange exchange;
            if (request.OwnConnection)
            {
                using var own = new Connections(_options, _recorders);
                exchange = await attempt.Run(own, cancellationToken);
            }
            else
            {
                exchange = await attempt.Run(_shared, cancellationToken);
            }

            if (!attempt.MetClosingConnection || tries == 3)
            {
                return exchange;
            }
        }
    }
}
