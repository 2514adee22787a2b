using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;

namespace Conformance.Suite.BothSides;

/// <summary>
/// The gateway under test, with the suite on both sides of it: what rules of the families <c>forward</c> and <c>relay</c> talk to.
/// </summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestUntilSeen = TimeSpan.FromMilliseconds(500);

    // Cheap, and forwarded by whatever calls itself a gateway to the API.
    private static readonly string[] Preferred = ["messages.create", "messages.count_tokens", "models.list"];

    private static readonly Operation Message = Operations.Find("messages.create");

    private readonly Run _run;
    private readonly UpstreamSide _side;
    private readonly WireClient _client;
    private readonly bool _ownsClient;
    private readonly ConditionalWeakTable<Exchange, TwoSides> _seen = [];
    private readonly ConcurrentDictionary<string, Lazy<Task<TwoSides>>> _shared = new();

    public GatewayUnderTest(Run run, UpstreamSide side, WireClient client)
    {
        (_run, _side) = (run, side);
        _ownsClient = side.GatewayUrl is not null;
        _client = side.GatewayUrl is { } url ? client.To(url) : client;
    }

    private UpstreamLog Log => _side.Upstream.Log;

    /// <summary>The name that the gateway puts in the place of the model that probes name; null where it leaves that as it is.</summary>
    public string? MappedModel { get; private set; }

    /// <summary>
    /// Finds out under which name the model of the probes arrives. A gateway may map it, and the upstream then takes that name for
    /// the model that was asked for.
    /// </summary>
    public async Task LearnModel(Target target)
    {
        if (_run.Secrets.For(Message.Key) is null)
        {
            return;
        }

        var both = await Through(target.Probe(Message), null, null);
        if (both.Arrivals is [var arrival, ..]
            && JsonDifference.Parse(Encoding.UTF8.GetString(arrival.Body.Kept.Span)) is JsonObject json
            && json["model"] is JsonValue value && value.TryGetValue<string>(out var model) && model != target.Model)
        {
            MappedModel = model;
            _side.Upstream.TakeModel(model);
        }
    }

    /// <summary>A body of a probe as it may arrive: with the name that the gateway has for the model.</summary>
    public RequestBody AsMapped(RequestBody body) => MappedModel is null ? body : body with
    {
        Prefix = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Prefix.Span).Replace(
            JsonSerializer.Serialize(_run.Target.Model), JsonSerializer.Serialize(MappedModel), StringComparison.Ordinal)),
    };

    /// <summary>Finds out whether what is sent to the gateway arrives at the upstream.</summary>
    /// <returns>What arrived instead, in one line; null where it does.</returns>
    public async Task<string?> WhyUnseen(Target target)
    {
        var claimed = _run.Claims.Operations.Where(operation => _run.Settings.Operations.Any(glob => glob.Matches(operation.Id))
            && _run.Secrets.For(operation.Key) is not null).ToList();
        if (claimed.OrderBy(operation => Rank(operation)).FirstOrDefault() is not { } operation)
        {
            return null;
        }

        var (others, sum) = (Log.CountWithoutNonce, Log.Count);
        var both = await Through(target.Probe(operation), null, null);
        var answer = both.Client.Response is { } response ? $"the client got {response.Status}"
            : $"the client got no answer: {both.Client.Detail}";
        var request = $"{operation.Method} {operation.Probe.Path} through {_client.BaseUrl}";
        return both.Arrivals switch
        {
            [] when Log.CountWithoutNonce > others && Log.WithoutNonce is [.., var other] =>
                $"{request} did not arrive at Upstream = {_side.Url.Authority} as it was sent: {other} arrived in its place; {answer}",
            [] when Log.Count > sum =>
                $"{request} arrived at Upstream = {_side.Url.Authority} without anything that it is recognised by; {answer}",
            [] => $"{request} did not arrive at Upstream = {_side.Url.Authority}: nothing did; {answer}; "
                + "point the gateway's upstream there",
            [var one] when PathOf(one.Target) != PathOf(both.Client.Request.Target) =>
                $"{request} arrived at Upstream under another path: {PathOf(one.Target)}; "
                + "leave the path out of the gateway's upstream, or put it into BaseUrl",
            [_] => null,
            { Count: var count } =>
                $"{request} arrived at Upstream {count} times; what else is sent there would be taken for a fault of the gateway",
        };
    }

    /// <summary>Sends a bent probe through the gateway; the upstream answers by itself.</summary>
    public Task<TwoSides> Send(Operation operation, Func<Request, Request>? bend = null) => Send(operation, null, bend);

    /// <summary>Sends a probe through the gateway, with what the upstream answers to it laid ready.</summary>
    /// <exception cref="NotJudgedException">Nothing of the operation arrives upstream, or no answer came for another reason.</exception>
    public async Task<TwoSides> Send(Operation operation, ScriptedAnswer? script, Func<Request, Request>? bend)
    {
        using var sending = Begin(operation, script, bend);
        var both = await sending.Ended;
        await MustHaveArrived(operation, both);
        return both;
    }

    /// <summary>Begins to send a probe; the caller awaits <see cref="Sending.Ended"/>.</summary>
    public Sending Begin(Operation operation, ScriptedAnswer? script, Func<Request, Request>? bend = null)
    {
        var request = _run.Target.Probe(operation);
        request = bend is null ? request : bend(request);
        var nonce = _side.Upstream.NewNonce();
        var sending = new Sending(nonce, Log);
        return sending.Begun(Through(request, script, CaseContext.Current, nonce, sending));
    }

    /// <summary>Sends a probe once a run; every case that asks for it has the exchange as its own evidence.</summary>
    public async Task<TwoSides> Once(string name, Func<Task<TwoSides>> send)
    {
        var both = await _shared.GetOrAdd(name, _ => new Lazy<Task<TwoSides>>(send)).Value;
        CaseContext.Current.Add(both.Client);
        return both;
    }

    /// <summary>
    /// A bent request of which nothing arrives was refused by the gateway for what is bent. One that never arrives, bent or not, is
    /// answered by the gateway itself, and that says nothing.
    /// </summary>
    /// <exception cref="NotJudgedException">The latter.</exception>
    public async Task MustHaveArrived(Operation operation, TwoSides both)
    {
        if (both.Arrivals.Count > 0)
        {
            return;
        }

        Unjudgeable.Refuse(both.Client, JudgedOutcomes.None);
        await MustArriveUnbent(operation);
        both.Should().Hold(false, "the request upstream",
            $"nothing there, and {both.Client.Should().Came()} for the client");
    }

    /// <summary>Ends the case where not even the probe of the operation arrives.</summary>
    /// <exception cref="NotJudgedException">It does not.</exception>
    public async Task MustArriveUnbent(Operation operation)
    {
        var plain = await Once($"plain {operation.Id}", () => Through(_run.Target.Probe(operation), null, CaseContext.Current));
        if (plain.Arrivals.Count == 0)
        {
            Skip.NothingToShow($"nothing of {operation.Id} arrives upstream: the gateway answers it by itself");
        }
    }

    /// <summary>The key that the gateway sent upstream, its own before one of the run's; null where it sent none.</summary>
    public string? KeyOf(UpstreamArrival arrival) => KeysOf(arrival).OrderBy(IsOwn).FirstOrDefault();

    /// <summary>Whether a key is one of the run's own.</summary>
    public bool IsOwn(string key) => _run.Secrets.Values.Contains(key);

    /// <summary>What arrived upstream of an exchange, as evidence; null for one that did not go through the gateway.</summary>
    public IReadOnlyList<UpstreamInfo>? Seen(Exchange exchange) =>
        _seen.TryGetValue(exchange, out var both) ? UpstreamEvidence.Of(both, _run.Redactor) : null;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _ownsClient ? _client.DisposeAsync() : ValueTask.CompletedTask;

    private static IEnumerable<string> KeysOf(UpstreamArrival arrival) =>
        arrival.Values(HeaderNames.ApiKey).Concat(arrival.Values(HeaderNames.Authorization).Select(value => value.Split(' ')[^1]))
            .Where(key => key.Length > 0);

    private static int Rank(Operation operation) => Array.IndexOf(Preferred, operation.Id) is >= 0 and var place ? place : Preferred.Length;

    private static string PathOf(string target) => target.Split('?', 2)[0];

    private Task<TwoSides> Through(Request request, ScriptedAnswer? script, CaseContext? context) =>
        Through(request, script, context, _side.Upstream.NewNonce(), null);

    [SuppressMessage("Reliability", "CA2016", Justification = "what has arrived is waited for whatever ends the run")]
    private async Task<TwoSides> Through(Request request, ScriptedAnswer? script, CaseContext? context, Nonce nonce, Sending? sending)
    {
        // Sent once, and what is cut on purpose on a connection that nothing else uses: the client itself must not send twice.
        request = NonceTag.On(request, nonce)
            with
        { Retries = RetryOn.Nothing, OwnConnection = request.OwnConnection || script is not null };
        if (sending is not null)
        {
            request = request with { Received = sending.Received, Abandoned = sending.Abandoned };
        }

        if (script is not null)
        {
            _side.Upstream.Scripts.For(nonce, script);
        }

        var exchange = await _client.SendAsync(request, _run.End.Token);
        _side.Upstream.Scripts.Remove(nonce);

        // An answer may be out before the body was read in which the nonce stands.
        var arrivals = await Log.WaitForAsync(nonce, 1, exchange.Response is null ? TimeSpan.Zero : LongestUntilSeen);
        await Task.WhenAll(arrivals.Select(arrival => arrival.Finished)).WaitAsync(Settled)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        arrivals = Log.Of(nonce);
        Log.Forget(nonce);
        foreach (var key in arrivals.SelectMany(KeysOf).Where(key => key.Length >= 8 && !IsOwn(key)))
        {
            _run.Learn(key);
        }

        var both = new TwoSides(exchange, arrivals);
        _seen.Add(exchange, both);
        context?.Add(exchange);
        return both;
    }
}
