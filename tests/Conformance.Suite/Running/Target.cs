using System.Collections.Concurrent;
using System.Text.Json;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Reporting.Secrets;
using Conformance.Suite.Assertions;
using Conformance.Suite.Preflight;
using Conformance.Suite.Settings;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>What the rules talk to: the probes of the contract, with the run's key, version and header fields.</summary>
public sealed class Target
{
    /// <summary>A key that is rightly formed and nobody's. A run of its characters stands in no text that is not about it.</summary>
    public const string InvalidKey =
        "sk-ant-api03-invalidu8jzPde0IgxLd6GncfBAepfJBd0Kh8oOOL8dKLzdocJ2isAjIhKtJ0RlgLKOmxgJTeKdNnFRIBXuDL7-AASXpfKt";

    private const int BurstSize = 200;
    private const int Controls = 40;

    // The user message of the probes, as their JSON has it.
    private const string OwnText = "\"Hi\"";

    private readonly ConcurrentDictionary<string, SecretFinder> _finders = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<Exchange[]>>> _bursts = new();
    private readonly WireClient _client;
    private readonly Run _run;
    private readonly ConcurrentDictionary<string, Lazy<Task<Exchange>>> _shared = new();
    private readonly ConcurrentDictionary<Type, object> _parts = new();

    internal Target(WireClient client, Run run)
    {
        _client = client;
        _run = run;
    }

    /// <summary>The settings of the run.</summary>
    public RunSettings Settings => _run.Settings;

    /// <summary>The model that probes name.</summary>
    public string Model => ModelChoice.Name;

    /// <summary>Whether the target itself named the model; otherwise a 404 may be about the model and not about the operation.</summary>
    public bool ModelIsListed => ModelChoice.IsListed;

    /// <summary>The model that probes name, and why.</summary>
    internal ModelChoice ModelChoice { get; set; } = ModelChoice.Guess;

    /// <summary>Whether the target is on this machine.</summary>
    public bool IsLoopback => _run.IsLoopback;

    /// <summary>The base URL, without a slash at its end.</summary>
    public string BaseUrl => _client.BaseUrl;

    /// <summary>The name of every file that the run uploads.</summary>
    public string FileName => _run.Ledger.FileName;

    /// <summary>What a family of rules keeps for the whole run, made when it is first asked for.</summary>
    public TPart Part<TPart>(Func<Target, TPart> make)
        where TPart : class => (TPart)_parts.GetOrAdd(typeof(TPart), _ => make(this));

    /// <summary>The key that an operation takes.</summary>
    /// <exception cref="NotJudgedException">The run has none of that kind.</exception>
    public string KeyFor(KeyKind kind) => _run.Secrets.For(kind)
        ?? throw new NotJudgedException(new Reason(ReasonKind.NoKey), $"no {Secrets.Name(kind)}: set {Secrets.Variable(kind)}");

    /// <summary>Finds a key, wherever it comes back.</summary>
    public SecretFinder FinderOf(string key) => _finders.GetOrAdd(key, static key => new SecretFinder([key]));

    /// <summary>How the probe of an operation carries its key: an OAuth access token is a bearer token only.</summary>
    public KeyHeader KeyHeaderOf(Operation operation) => operation.Key == KeyKind.OAuth ? KeyHeader.Bearer : Settings.Auth;

    /// <summary>The harmless valid request of an operation.</summary>
    public Request Probe(Operation operation)
    {
        var probe = operation.Probe;
        var request = WithKey(new Request(operation.Method, probe.Path, []), KeyFor(operation.Key), KeyHeaderOf(operation))
            .With(HeaderNames.Version, Settings.ApiVersion);
        request = operation.Beta is { } beta ? request.With(HeaderNames.Beta, beta) : request;
        request = operation.Takes switch
        {
            RequestMedia.Json => request.With(HeaderNames.ContentType, MediaTypes.Json).WithBody(Json(operation)),
            RequestMedia.Multipart => request.With(HeaderNames.ContentType, FormBody.ContentType).WithBody(FormBody.WithoutFile()),
            _ => request,
        };
        return WithExtraHeaders(request);
    }

    /// <summary>The JSON body of an operation's probe, with the model in its place, and the setting <c>Prompt</c> as its message.</summary>
    public string Json(Operation operation)
    {
        var model = JsonEncodedText.Encode(Model).ToString();
        var json = operation.ProbeJson!.Replace(Contract.Probe.ModelPlaceholder, model, StringComparison.Ordinal);
        return Settings.Prompt is { } prompt
            ? json.Replace(OwnText, $"\"{JsonEncodedText.Encode(prompt)}\"", StringComparison.Ordinal)
            : json;
    }

    /// <summary>A request below the base URL with a key and a version, to no operation in particular.</summary>
    public Request Plain(string method, string path) =>
        WithExtraHeaders(WithKey(new Request(method, path, []), KeyFor(KeyKind.Api), Settings.Auth)
            .With(HeaderNames.Version, Settings.ApiVersion));

    /// <summary>A request that carries its key one way, and no other way.</summary>
    public static Request WithKey(Request request, string key, KeyHeader header)
    {
        var bare = WithoutKey(request);
        return header == KeyHeader.Bearer
            ? bare.With(HeaderNames.Authorization, $"Bearer {key}")
            : bare.With(HeaderNames.ApiKey, key);
    }

    /// <summary>A request without any key.</summary>
    public static Request WithoutKey(Request request) => request.Without(HeaderNames.ApiKey).Without(HeaderNames.Authorization);

    /// <summary>Sends a request that must come to an answer, or to an outcome that the rule of the case judges itself.</summary>
    /// <exception cref="NotJudgedException">Something came that says nothing about the contract.</exception>
    public async Task<Exchange> Send(Request request) => Judgeable(await TrySend(request));

    /// <summary>Sends a request, whatever comes of it. It is judged by no assertion that its outcome does not allow.</summary>
    public Task<Exchange> TrySend(Request request) => TrySend(_client, request);

    /// <summary>Sends requests one after the other through connections that nothing else uses.</summary>
    public async Task<IReadOnlyList<Exchange>> TrySendInTurn(params Request[] requests)
    {
        await using var own = _client.OnOwnConnections();
        var exchanges = new List<Exchange>();
        foreach (var request in requests)
        {
            exchanges.Add(await TrySend(own, request));
        }

        return exchanges;
    }

    /// <summary>
    /// Sends a request through connections that nothing else uses, and then what its answer allows. What follows becomes no evidence
    /// by itself: it is so for the case that asks for it.
    /// </summary>
    public async Task<(Exchange First, IReadOnlyList<Exchange> Next)> TrySendInTurn(
        Request first, Func<Exchange, IEnumerable<Request>> following)
    {
        await using var own = _client.OnOwnConnections();
        var answered = await TrySend(own, first);
        var next = new List<Exchange>();
        foreach (var request in following(answered))
        {
            next.Add(await Exchanged(own, request));
        }

        return (answered, next);
    }

    /// <summary>Sends a request to another base URL, as often and as fast as the run allows.</summary>
    public async Task<Exchange> TrySendTo(Uri baseUrl, Request request)
    {
        await using var other = _client.To(baseUrl);
        return await TrySend(other, request);
    }

    /// <summary>
    /// The answers to an operation's probe, sent many times as close together as the run allows; once a run. None of the exchanges
    /// becomes evidence by itself.
    /// </summary>
    /// <exception cref="NotJudgedException">One of them came to no answer.</exception>
    public async Task<IReadOnlyList<Exchange>> Burst(Operation operation)
    {
        var exchanges = await _bursts.GetOrAdd(operation.Id, _ => new Lazy<Task<Exchange[]>>(
            () => Task.WhenAll(Enumerable.Range(0, BurstSize).Select(_ => _client.SendAsync(Probe(operation), _run.End.Token))))).Value;
        return [.. exchanges.Select(Judgeable)];
    }

    /// <summary>The answer to the unbent probe, sent once a run.</summary>
    public Task<Exchange> Valid(Operation operation) => Once($"valid {operation.Id}", () => Probe(operation));

    /// <summary>The answer to a request that an operation refuses, sent once a run.</summary>
    public Task<Exchange> Refused(Refusal refusal, Operation operation) =>
        Named(refusal, refusal == Refusal.UnknownResource
            ? Valid(operation)
            : Once($"{refusal.Name} {operation.Id}", () => refusal.Request(this, operation)));

    /// <summary>
    /// Everything that an operation refuses, and what came of it, each sent once a run: an error is an error whatever provoked it.
    /// What says nothing about the contract is left out.
    /// </summary>
    public async Task<IReadOnlyList<(Refusal Refusal, Exchange Exchange)>> Refusals(Operation operation)
    {
        var sent = await Task.WhenAll(Refusal.All.Where(refusal => refusal.IsProvokedOn(operation) && refusal.Since <= Settings.Contract)
            .Select(async refusal => (refusal, Exchange: await TryRefused(refusal, operation))));
        return [.. sent.Where(pair => Unjudgeable.Why(pair.Exchange, JudgedOutcomes.None) is null)];
    }

    /// <summary>The error answers of an operation, whatever provoked them.</summary>
    public async Task<IReadOnlyList<Exchange>> Errors(Operation operation) =>
        [
            .. (await Refusals(operation)).Select(pair => pair.Exchange).Append(await Valid(operation)).Distinct().Where(
                exchange => exchange.Response!.Status >= 400)
        ];

    /// <summary>
    /// The answer to the unbent probe where the target does not have the operation, by what the preflight found out and this
    /// answer still shows; null where it has it, or that cannot be told.
    /// </summary>
    public async Task<Exchange?> NotServed(Operation operation)
    {
        if (!_run.Claims.Missing.TryGetValue(operation.Id, out var seen))
        {
            return null;
        }

        var valid = await Valid(operation);
        return AnswerPattern.Of(valid) == seen ? valid : null;
    }

    /// <summary>How far an operation works at all.</summary>
    /// <exception cref="NotJudgedException">The model that the run names is not there: a matter of the settings.</exception>
    public async Task<Baseline> BaselineOf(Operation operation)
    {
        var valid = await Valid(operation);
        if (operation.ProbeKind == ProbeKind.Tokens && valid.Response!.Status == 404 && !ModelIsListed && !await IsUnknownRoute(valid))
        {
            throw new NotJudgedException(new Reason(ReasonKind.Settings), $"the target has no model {Model}: set Model to one that it has");
        }

        if (Entitlement.Lacking(operation, valid) is { } lacking)
        {
            throw new NotJudgedException(new Reason(ReasonKind.NotEntitled), lacking);
        }

        var baseline = Baseline.Of(operation, valid);
        for (var again = 1; baseline.Meets < Needs.Served && again <= 2; again++)
        {
            // A fault that comes and goes is not how the operation works.
            var number = again;
            var other = Baseline.Of(operation, await Once($"valid {operation.Id}, asked again {number}", () => Probe(operation)));
            baseline = other.Meets > baseline.Meets ? other : baseline;
        }

        return baseline;
    }

    /// <summary>Sends a request once a run; every case that asks for it has the exchange as its own evidence.</summary>
    public async Task<Exchange> Once(string name, Func<Request> request) => Judgeable(await TryOnce(name, () => TrySend(request())));

    /// <summary>
    /// The answer that what is judged is compared to, sent once a run and as often as the way to the target needs, whatever outcomes
    /// the rule judges itself.
    /// </summary>
    /// <exception cref="NotJudgedException">It came to no answer.</exception>
    public async Task<Exchange> Control(string name, Func<Request> request) =>
        Unjudgeable.Refuse(await TryOnce(name, () => TrySend(_client, request(), JudgedOutcomes.None)), JudgedOutcomes.None);

    /// <summary>
    /// Whether the way to the target ends connections by itself: requests without a key, which cost nothing, each once and on a
    /// connection of its own.
    /// </summary>
    /// <param name="operation">The operation that they go to; null for the list of models.</param>
    /// <returns>The first that came to no answer; null where all were answered.</returns>
    public async Task<Exchange?> Unanswered(Operation? operation)
    {
        var request = WithoutKey(Probe(operation ?? Operations.Find("models.list"))) with
        {
            OwnConnection = true,
            Retries = RetryOn.Overload,
        };
        for (var sent = 0; sent < Controls; sent++)
        {
            var control = await TrySend(request);
            if (control.Response is null)
            {
                return control;
            }
        }

        return null;
    }

    /// <summary>As <see cref="Once"/>, for an exchange whose outcome is itself what rules look at.</summary>
    public async Task<Exchange> TryOnce(string name, Func<Task<Exchange>> send)
    {
        var context = CaseContext.Current;
        var key = context.AskedAnew == name ? $"{name}, repeated {context.Repetition}" : name;
        var shared = _shared.GetOrAdd(key, _ => new Lazy<Task<Exchange>>(send));
        Exchange exchange;
        try
        {
            exchange = await shared.Value;
        }
        catch
        {
            _shared.TryRemove(KeyValuePair.Create(key, shared));
            throw;
        }

        if (Unjudgeable.Why(exchange, JudgedOutcomes.None) is not null)
        {
            // The next case that needs it asks again: a fault of the way is not remembered as the target's.
            _shared.TryRemove(KeyValuePair.Create(key, shared));
        }

        context.Add(exchange, name);
        return exchange;
    }

    /// <summary>As <see cref="Valid"/>, whatever comes of it.</summary>
    internal Task<Exchange> TryValid(Operation operation) => TryOnce($"valid {operation.Id}", () => TrySend(Probe(operation)));

    /// <summary>As <see cref="Refused"/>, whatever comes of it.</summary>
    internal Task<Exchange> TryRefused(Refusal refusal, Operation operation) => Named(refusal, refusal == Refusal.UnknownResource
        ? TryValid(operation)
        : TryOnce($"{refusal.Name} {operation.Id}", () => TrySend(refusal.Request(this, operation))));

    private static async Task<Exchange> Named(Refusal refusal, Task<Exchange> sent)
    {
        var exchange = await sent;
        CaseContext.Current.Name(exchange, refusal.Name);
        return exchange;
    }

    // A route that is not there is answered like one that cannot be there; a model that is not there is answered otherwise.
    private async Task<bool> IsUnknownRoute(Exchange exchange)
    {
        var nowhere = await Once("nowhere", () => Plain("POST", "/v1/conformance-no-such-route"));
        string? Message(Exchange one) =>
            AnswerBody.Member(AnswerBody.Json(one), "error", "message")?.ToString().Replace(
                one.Request.Target, "", StringComparison.Ordinal);
        return nowhere.Response!.Status == 404 && Message(nowhere) == Message(exchange);
    }

    private Task<Exchange> TrySend(WireClient client, Request request) =>
        TrySend(client, request, CaseContext.Current.Case.Rule.Attribute.Judges);

    private async Task<Exchange> TrySend(WireClient client, Request request, JudgedOutcomes judges)
    {
        // Silence takes as long as it takes, and is judged. A connection that ends is judged where it ends each time.
        var tried = (judges & JudgedOutcomes.Timeout) == 0 ? request : request with { Retries = request.Retries & ~RetryOn.Silence };
        var exchange = await Exchanged(client, tried);
        CaseContext.Current.Add(exchange);
        return exchange;
    }

    private Task<Exchange> Exchanged(WireClient client, Request request) =>
        _run.Ledger.Begin(request, CaseContext.Current.Case.Id) is { } entry
            ? _run.Ledger.Send(client, request, entry, _run.End.Token)
            : client.SendAsync(request, _run.End.Token);

    private static Exchange Judgeable(Exchange exchange) => Unjudgeable.Refuse(exchange, CaseContext.Current.Case.Rule.Attribute.Judges);

    /// <summary>A request with the header fields that a gateway needs.</summary>
    internal Request WithExtraHeaders(Request request) => Settings.ExtraHeaders.Concat(_run.Secrets.Headers)
        .Aggregate(request, (bent, field) => bent.Adding(field.Name, field.Value));
}
