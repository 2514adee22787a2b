using System.Collections.Concurrent;
using System.Text.Json;
using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Settings;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>What the rules talk to: the probes of the contract, with the run's key, version and header fields.</summary>
public sealed class Target(WireClient client, RunSettings settings, Secrets secrets, string model, bool isLoopback)
{
    /// <summary>A key that is rightly formed and nobody's.</summary>
    public const string InvalidKey = "sk-ant-api03-invalid-conformance-0000000000000000000000000000000000000000000000000000000000000000-00000000";

    private readonly ConcurrentDictionary<string, Lazy<Task<Exchange>>> _shared = new();

    /// <summary>The large bodies of the size rules.</summary>
    public Rules.SizeProbe Sizes => field ??= new Rules.SizeProbe(this);

    /// <summary>The settings of the run.</summary>
    public RunSettings Settings => settings;

    /// <summary>The model that probes name.</summary>
    public string Model => model;

    /// <summary>Whether the target itself named the model; otherwise a 404 may be about the model and not about the operation.</summary>
    public bool ModelIsListed { get; init; }

    /// <summary>Whether the target is on this machine.</summary>
    public bool IsLoopback => isLoopback;

    /// <summary>The base URL, without a slash at its end.</summary>
    public string BaseUrl => client.BaseUrl;

    /// <summary>The key that an operation takes.</summary>
    /// <exception cref="NotJudgedException">The run has none of that kind.</exception>
    public string KeyFor(KeyKind kind) =>
        (kind == KeyKind.Admin ? secrets.AdminApiKey : secrets.ApiKey)
        ?? throw new NotJudgedException(Fault.Settings, $"the run has no {(kind == KeyKind.Admin ? "admin " : "")}key");

    /// <summary>The harmless valid request of an operation.</summary>
    public Request Probe(Operation operation)
    {
        var probe = operation.Probe;
        var request = WithKey(new Request(operation.Method, probe.Path, []), KeyFor(operation.Key), settings.Auth)
            .With(HeaderNames.Version, settings.ApiVersion);
        request = operation.Beta is { } beta ? request.With(HeaderNames.Beta, beta) : request;
        request = operation.Takes switch
        {
            RequestMedia.Json => request.With(HeaderNames.ContentType, MediaTypes.Json).WithBody(Json(operation)),
            RequestMedia.Multipart => request.With(HeaderNames.ContentType, FormBody.ContentType).WithBody(FormBody.WithoutFile()),
            _ => request,
        };
        return WithExtraHeaders(request);
    }

    /// <summary>The JSON body of an operation's probe, with the model in its place.</summary>
    public string Json(Operation operation) => operation.ProbeJson!.Replace(
        Contract.Probe.ModelPlaceholder, JsonEncodedText.Encode(model).ToString(), StringComparison.Ordinal);

    /// <summary>A request below the base URL with a key and a version, to no operation in particular.</summary>
    public Request Plain(string method, string path) =>
        WithExtraHeaders(WithKey(new Request(method, path, []), KeyFor(KeyKind.Api), settings.Auth).With(HeaderNames.Version, settings.ApiVersion));

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

    /// <summary>Sends a request that must come to an answer.</summary>
    /// <exception cref="NotJudgedException">No answer came, or one that says nothing about the contract.</exception>
    public async Task<Exchange> Send(Request request)
    {
        var exchange = await TrySend(request);
        return Answered(exchange);
    }

    /// <summary>Sends a request whose outcome is itself what a rule looks at.</summary>
    public Task<Exchange> TrySend(Request request) => TrySend(client, request);

    /// <summary>Sends a request through connections that nothing else uses.</summary>
    /// <param name="requests">The requests, sent one after the other.</param>
    public static async Task<IReadOnlyList<Exchange>> TrySendInTurn(params Request[] requests)
    {
        await using var own = new WireClient(Run.Current!.WireOptions);
        var exchanges = new List<Exchange>();
        foreach (var request in requests)
        {
            exchanges.Add(await TrySend(own, request));
        }

        return exchanges;
    }

    /// <summary>Removes what a case created. Whatever comes of it is no evidence.</summary>
    public Task Remove(Request request) => client.SendAsync(request, Run.Current!.Interrupted);

    /// <summary>Sends one request many times at once. None of the exchanges becomes evidence by itself.</summary>
    /// <exception cref="NotJudgedException">One of them came to no answer.</exception>
    public async Task<IReadOnlyList<Exchange>> SendMany(Request request, int count)
    {
        var exchanges = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => client.SendAsync(request, Run.Current!.Interrupted)));
        return [.. exchanges.Select(Answered)];
    }

    /// <summary>The answer to the unbent probe, sent once a run.</summary>
    public Task<Exchange> Valid(Operation operation) => Once($"valid {operation.Id}", () => Probe(operation));

    /// <summary>The answer to the probe without a key, sent once a run.</summary>
    public Task<Exchange> Keyless(Operation operation) => Once($"keyless {operation.Id}", () => WithoutKey(Probe(operation)));

    /// <summary>The answer to the probe without a version, sent once a run.</summary>
    public Task<Exchange> Versionless(Operation operation) => Once($"versionless {operation.Id}", () => Probe(operation).Without(HeaderNames.Version));

    /// <summary>The error answers that an operation gives readily, each sent once a run.</summary>
    public async Task<IReadOnlyList<Exchange>> Errors(Operation operation) =>
        [.. (await Answers(operation)).Where(exchange => exchange.Response!.Status >= 400)];

    /// <summary>The answers that every operation gives readily: to its probe, without a key, and without a version.</summary>
    public async Task<IReadOnlyList<Exchange>> Answers(Operation operation) =>
        await Task.WhenAll(Valid(operation), Keyless(operation), Versionless(operation));

    /// <summary>How far an operation works at all.</summary>
    /// <exception cref="NotJudgedException">The model that the run names is not there: a matter of the settings.</exception>
    public async Task<Baseline> BaselineOf(Operation operation)
    {
        var valid = await Valid(operation);
        if (operation.ProbeKind == ProbeKind.Tokens && valid.Response!.Status == 404 && !ModelIsListed && !await IsUnknownRoute(valid))
        {
            throw new NotJudgedException(Fault.Settings, $"the target has no model {Model}: set Model to one that it has");
        }

        return Baseline.Of(operation, valid);
    }

    // A route that is not there is answered like one that cannot be there; a model that is not there is answered otherwise.
    private async Task<bool> IsUnknownRoute(Exchange exchange)
    {
        var nowhere = await Once("nowhere", () => Plain("POST", "/v1/conformance-no-such-route"));
        string? Message(Exchange one) => AnswerBody.Member(AnswerBody.Json(one), "error", "message")?.ToString().Replace(one.Request.Target, "", StringComparison.Ordinal);
        return nowhere.Response!.Status == 404 && Message(nowhere) == Message(exchange);
    }

    /// <summary>Sends a request once a run; every case that asks for it has the exchange as its own evidence.</summary>
    public async Task<Exchange> Once(string name, Func<Request> request) => Answered(await TryOnce(name, () => TrySend(request())));

    /// <summary>As <see cref="Once"/>, for an exchange whose outcome is itself what rules look at.</summary>
    public async Task<Exchange> TryOnce(string name, Func<Task<Exchange>> send)
    {
        var exchange = await _shared.GetOrAdd(name, _ => new Lazy<Task<Exchange>>(send)).Value;
        CaseRecord.Current.Add(exchange);
        return exchange;
    }

    private static async Task<Exchange> TrySend(WireClient client, Request request)
    {
        var exchange = await client.SendAsync(request, Run.Current!.Interrupted);
        CaseRecord.Current.Add(exchange);
        return exchange;
    }

    private static Exchange Answered(Exchange exchange)
    {
        var status = exchange.Response?.Status;
        return exchange switch
        {
            { Outcome: Outcome.Refused or Outcome.Unresolved or Outcome.Tls } =>
                throw new NotJudgedException(Fault.Network, $"{exchange.Request}: {exchange.Detail}"),
            { Outcome: not Outcome.Answered } =>
                throw new NotJudgedException(Fault.Target, $"{exchange.Request}: {exchange.Detail}"),
            { Response.Status: 429 or 529 } =>
                throw new NotJudgedException(Fault.Target, $"{exchange.Request}: still answered {status} after {exchange.Attempts} attempts"),
            { Response.Status: >= 520 and <= 530 } =>
                throw new NotJudgedException(Fault.Network, $"{exchange.Request}: an edge in front of the target answered {status}"),
            _ => exchange,
        };
    }

    private Request WithExtraHeaders(Request request) =>
        settings.ExtraHeaders.Aggregate(request, (bent, field) => bent.Adding(field.Name, field.Value));
}
