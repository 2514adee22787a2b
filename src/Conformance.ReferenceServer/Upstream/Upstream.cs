using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Conformance.Reference;

/// <summary>
/// Makes a reference server the upstream of a gateway under test, in the process of who tests: given in
/// <see cref="ReferenceServerOptions.Upstream"/>, it records what arrives and answers by script what has one. What has none is
/// answered as by any reference server. One object belongs to one server.
/// </summary>
public sealed class Upstream
{
    /// <summary>The header field that may carry a nonce; it is of the open list <c>anthropic-*</c>.</summary>
    public const string NonceField = "anthropic-x-conformance";

    private readonly NonceFinder finder = new();
    private readonly ConcurrentDictionary<string, bool> models = new();

    /// <summary>What arrived.</summary>
    public UpstreamLog Log { get; } = new();

    /// <summary>What lies ready to be answered.</summary>
    public UpstreamScripts Scripts { get; } = new();

    /// <summary>
    /// How long the beginning of a body is waited for where only it can tell whether a script lies ready: the head carries no
    /// nonce, some script was not met yet, and no 100 is expected.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Says what a request without a nonce is answered, once its body is there; null for what the server answers by itself. With
    /// it the upstream serves clients that know nothing of nonces, and whoever directs keeps the log of what arrived.
    /// </summary>
    public Func<UpstreamArrival, ScriptedAnswer?>? Director { get; init; }

    /// <summary>
    /// A path segment, <c>/scenarios</c>, below which the same API is served once more under every name, so that a director can
    /// tell requests apart by their path; null for none.
    /// </summary>
    public string? NamedBelow { get; init; }

    /// <summary>The most bytes that are kept of a request's body until it is answered.</summary>
    public int KeptOfBody { get; init; } = SeenBody.MostKept;

    /// <summary>Takes a name for that of a model: a gateway may put one of its own in the place of the one that clients use.</summary>
    public void TakeModel(string name) => models[name] = true;

    /// <summary>Whether a name was taken for that of a model.</summary>
    internal bool HasModel(string name) => models.ContainsKey(name);

    /// <summary>A new nonce of this run.</summary>
    public Nonce NewNonce() => finder.Make();

    /// <summary>Lets connections be closed and reset in the middle of an answer; before TLS.</summary>
    internal static void AttachBelow(ListenOptions listen, ReferenceServerOptions options)
    {
        if (options.Upstream is not null)
        {
            listen.Use(RawConnectionFeature.Attach);
        }
    }

    /// <summary>Lets heads be seen as they stand on the wire; after TLS.</summary>
    internal static void AttachAbove(ListenOptions listen, ReferenceServerOptions options)
    {
        if (options.Upstream is not null)
        {
            listen.Use(TappedConnection.Attach);
        }
    }

    /// <summary>Records a request, and answers it by its script or as the server does by itself.</summary>
    internal async Task RunAsync(HttpContext http, RequestDelegate ordinary)
    {
        var connection = HttpProtocol.IsHttp2(http.Request.Protocol) ? null : http.Features.Get<TappedConnection>();
        var arrival = UpstreamArrival.Of(http, connection?.BeginRequest() ?? [], Log.NextNumber(), KeptOfBody);
        var body = new ArrivingBody(http.Request.Body, arrival, finder, Log);
        var hasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        await using var closing = http.RequestAborted.Register(arrival.CloseSeen);
        try
        {
            ReadHead(arrival);
            if (hasBody)
            {
                http.Request.Body = body;
            }
            else
            {
                arrival.Body.End();
            }

            var script = await ScriptAsync(arrival, hasBody ? body : null, http);
            if (script is null or { IsOrdinary: true })
            {
                await RunOrdinaryAsync(http, ordinary, arrival);
                await ReadRestAsync(http, arrival, body);
            }
            else
            {
                arrival.Answer.IsScripted = true;
                await new Performance(http, script, arrival, body, connection).RunAsync();
            }
        }
        finally
        {
            connection?.EndRequest(arrival.Body.IsWhole);
            if (Director is not null && arrival.Nonces.Count == 0)
            {
                arrival.Body.Trim(SeenBody.MostKept);
                arrival.Finish();
            }
            else
            {
                Log.Done(arrival);
            }
        }
    }

    private static async Task RunOrdinaryAsync(HttpContext http, RequestDelegate ordinary, UpstreamArrival arrival)
    {
        var response = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        http.Features.Set<IHttpResponseBodyFeature>(
            new LeavingAnswer(new LeavingBody(response.Stream, arrival.Answer.Body), response, arrival.Answer));
        http.Response.OnStarting(() =>
        {
            arrival.Answer.Promised = HttpMethods.IsHead(http.Request.Method) ? 0 : http.Response.ContentLength;
            arrival.Answer.Began(http.Response.StatusCode, [.. Lines(http.Response.Headers)]);
            return Task.CompletedTask;
        });
        http.Response.OnCompleted(() =>
        {
            arrival.Answer.Body.End();
            arrival.Answer.Finished(AnswerEnd.Whole);
            return Task.CompletedTask;
        });
        try
        {
            await ordinary(http);
        }
        finally
        {
            http.Features.Set(response);
        }
    }

    // What was answered before its small body was read is recorded all the same, and the next head can be told from it.
    private async Task ReadRestAsync(HttpContext http, UpstreamArrival arrival, ArrivingBody body)
    {
        if (!arrival.Body.IsWhole && http.Request.ContentLength <= SeenBody.MostKept && http.Request.Headers.Expect.Count == 0)
        {
            await http.Response.CompleteAsync();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            patience.CancelAfter(Patience);
            await body.DrainAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static IEnumerable<HeaderLine> Lines(IHeaderDictionary headers) =>
        headers.SelectMany(field => field.Value.Select(value => new HeaderLine(field.Key, value ?? "")));

    private void ReadHead(UpstreamArrival arrival)
    {
        var query = arrival.Target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? arrival.Target : arrival.Target[..query];
        Note(arrival, NoncePlace.Path, path);
        Note(arrival, NoncePlace.Query, arrival.Target[path.Length..]);
        foreach (var value in arrival.Values(NonceField))
        {
            Note(arrival, NoncePlace.Header, value);
        }
    }

    private void Note(UpstreamArrival arrival, NoncePlace place, string text)
    {
        foreach (var nonce in finder.In(text))
        {
            var isNew = !arrival.Nonces.Contains(nonce);
            arrival.Carries(nonce, place);
            if (isNew)
            {
                Log.Add(arrival, nonce);
            }
        }
    }

    private async Task<ScriptedAnswer?> ScriptAsync(UpstreamArrival arrival, ArrivingBody? body, HttpContext http)
    {
        if (arrival.Nonces.Count == 0 && Director is { } direct)
        {
            if (body is not null)
            {
                await body.ReadAheadAsync(() => false, Timeout.InfiniteTimeSpan, http.RequestAborted);
            }

            return direct(arrival);
        }

        if (arrival.Nonces.Count == 0 && body is not null && Scripts.AnyWaits && http.Request.Headers.Expect.Count == 0)
        {
            await body.ReadAheadAsync(() => arrival.Nonces.Count > 0, Patience, http.RequestAborted);
        }

        return arrival.Nonces is { Count: > 0 } nonces ? Scripts.Take(nonces) : null;
    }
}
