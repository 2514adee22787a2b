using System.Globalization;
using Polly;
using Polly.Retry;

namespace Conformance.Wire;

/// <summary>Sends a request again where that may help, and keeps what every attempt came to.</summary>
internal sealed class Retries(WireOptions options)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    // Made when the first request needs it: most runs never do.
    private readonly Lazy<ResiliencePipeline<Exchange>> _pipeline = new(() => Pipeline(options));

    /// <summary>Sends until an attempt is final.</summary>
    /// <param name="send">Sends the request once.</param>
    /// <param name="cancellationToken">Gives up sending and waiting.</param>
    public async Task<Exchange> Send(Func<CancellationToken, Task<Exchange>> send, CancellationToken cancellationToken)
    {
        var first = await send(cancellationToken);
        if (!IsWorthIt(first, 0, options))
        {
            return first;
        }

        var earlier = new List<Exchange>();
        Exchange? last = null;
        var final = await _pipeline.Value.ExecuteAsync(
            async token =>
            {
                if (last is not null)
                {
                    earlier.Add(last);
                }

                return last = last is null ? first : await send(token);
            },
            cancellationToken);
        return final with { Earlier = earlier };
    }

    private static ResiliencePipeline<Exchange> Pipeline(WireOptions options) =>
        new ResiliencePipelineBuilder<Exchange> { TimeProvider = options.Time }
            .AddRetry(new RetryStrategyOptions<Exchange>
            {
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is { } exchange
                    && IsWorthIt(exchange, arguments.AttemptNumber, options)
                    && IsGranted(exchange, options)),
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstDelay,
                MaxDelay = options.LongestRetryDelay,
                DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result!, options)),
                OnRetry = arguments =>
                {
                    options.RetryBudget.Wait(arguments.RetryDelay - (RetryAfter(arguments.Outcome.Result!, options) ?? TimeSpan.Zero));
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    private static bool IsWorthIt(Exchange exchange, int retries, WireOptions options)
    {
        var wanted = exchange.Request.Retries;
        return retries < options.Retries && exchange switch
        {
            { Outcome: Outcome.Answered, Response: { Status: 429 or 503 or 529 } response } =>
                wanted.HasFlag(RetryOn.Overload) && response.Header("x-should-retry") is not "false",

            // A name that is not there now and not a moment later is not there; a silence costs a whole timeout each time.
            { Outcome: Outcome.Unresolved } => retries == 0 && wanted.HasFlag(RetryOn.Connection),
            { Outcome: Outcome.Timeout, IsTransient: true } => retries == 0 && wanted.HasFlag(RetryOn.Silence),
            { Outcome: Outcome.Refused } or { Outcome: Outcome.Reset, IsTransient: true, IsEarlyAnswer: false } =>
                wanted.HasFlag(RetryOn.Connection),
            _ => false,
        };
    }

    private static bool IsGranted(Exchange exchange, WireOptions options) =>
        MayResend(exchange.Request, options)
        && options.RetryBudget.TryTake(
            (RetryAfter(exchange, options) ?? TimeSpan.Zero) + (exchange.Outcome == Outcome.Timeout ? exchange.Duration : TimeSpan.Zero));

    /// <summary>Whether the run may send the body of a request once more.</summary>
    public static bool MayResend(Request request, WireOptions options) =>
        request.Body is not { Length: > 0 } body || options.MayResend(body.Length);

    /// <summary>How long an answer asks to wait (RFC 9110, section 10.2.3); null where it does not say.</summary>
    private static TimeSpan? RetryAfter(Exchange exchange, WireOptions options)
    {
        if (exchange is not { Outcome: Outcome.Answered, Response: { } response })
        {
            return null;
        }

        TimeSpan? asked = null;
        if (Number(response.Header("retry-after-ms")) is { } milliseconds)
        {
            asked = TimeSpan.FromMilliseconds(milliseconds);
        }
        else if (response.Header("retry-after") is { } value)
        {
            asked = Number(value) is { } seconds ? TimeSpan.FromSeconds(seconds)
                : Date(value) is { } date ? date - Now(response, options)
                : null;
        }

        return asked is { } wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, options.LongestRetryDelay.Ticks)) : null;
    }

    // The target's own clock where it shows it: two clocks need not agree.
    private static DateTimeOffset Now(Response response, WireOptions options) => Date(response.Header("date")) ?? options.Time.GetUtcNow();

    // A day is beyond any cap, and keeps a number of any size within what a TimeSpan holds.
    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? Math.Min(number, 86_400_000)
            : null;

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
