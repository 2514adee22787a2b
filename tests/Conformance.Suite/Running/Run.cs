using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Reporting.Waivers;
using Conformance.Suite.Settings;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>A run of the suite against one target: what was settled before the first case, and what came of each.</summary>
public sealed class Run : IAsyncDisposable
{
    // Named when neither the settings nor models.list name one.
    private const string FallbackModel = "claude-haiku-4-5";

    // So many cases in a row without a connection, and the target is gone rather than busy.
    private const int UnreachedUntilLost = 8;

    private readonly ConcurrentDictionary<string, CaseResult> _results = new();
    private readonly ConditionalWeakTable<Exchange, ExchangeInfo> _evidence = [];
    private readonly TimeProvider _time;
    private readonly Secrets _secrets;
    private readonly WaiverSet _waivers;
    private readonly ReferenceServer? _embedded;
    private readonly WireClient _client;
    private readonly CancellationTokenSource _interrupted = new();
    private readonly DateTimeOffset _startedAt;
    private readonly long _started;
    private Target? _target;
    private bool _speaksHttp2;
    private int _unreached;

    private Run(RunSettings settings, Secrets secrets, WaiverSet waivers, ReferenceServer? embedded, WireOptions options, TimeProvider time)
    {
        Settings = settings;
        WireOptions = options;
        Redactor = new Redactor(
            [.. new[] { secrets.ApiKey, secrets.AdminApiKey }.OfType<string>(), .. settings.ExtraHeaders.Select(field => field.Value)],
            settings.ExtraHeaders.Select(field => field.Name),
            [Target.InvalidKey]);
        Plan = new UploadPlan(settings, IsLoopback(options.BaseUrl));
        _secrets = secrets;
        _waivers = waivers;
        _embedded = embedded;
        _time = time;
        _startedAt = time.GetUtcNow();
        _started = time.GetTimestamp();
        _client = new WireClient(options);
    }

    /// <summary>The run of this process; null before it is started, as when cases are only listed.</summary>
    public static Run? Current { get; private set; }

    /// <summary>What the run was told.</summary>
    public RunSettings Settings { get; }

    /// <summary>How the target is reached.</summary>
    public WireOptions WireOptions { get; }

    /// <summary>Takes the run's secrets out of what is shown.</summary>
    public Redactor Redactor { get; }

    /// <summary>Which bodies the run may send.</summary>
    public UploadPlan Plan { get; }

    /// <summary>The secrets of the run, for the scan of what it wrote.</summary>
    public IReadOnlyList<string> SecretValues =>
        [.. new[] { _secrets.ApiKey, _secrets.AdminApiKey }.OfType<string>(), .. Settings.ExtraHeaders.Select(header => header.Value).Where(value => value.Length >= 8)];

    /// <summary>What the rules talk to.</summary>
    /// <exception cref="NotJudgedException">The target could not be reached.</exception>
    public Target Target => _target ?? throw new NotJudgedException(Fault.Network, NotJudged ?? "the target was not reached");

    /// <summary>Whether the target answered before the first case.</summary>
    public bool IsReached => _target is not null;

    /// <summary>Why the whole target could not be judged, in one line; null where it can.</summary>
    public string? NotJudged { get; private set; }

    /// <summary>Ends when the run is interrupted.</summary>
    public CancellationToken Interrupted => _interrupted.Token;

    /// <summary>Ends the run early: what is under way is given up, and what was measured is reported.</summary>
    public void Interrupt()
    {
        NotJudged ??= "the run was interrupted";
        _interrupted.Cancel();
    }

    /// <summary>Starts the run: the embedded server where no target is named, then one request that finds out whether it is there.</summary>
    /// <exception cref="SettingsException">A key is missing, or a file cannot be used.</exception>
    public static async Task<Run> StartAsync(RunSettings settings, Secrets secrets, TimeProvider time)
    {
        var embedded = settings.BaseUrl is null ? await ReferenceServer.StartAsync(Embedded(settings)) : null;
        var baseUrl = settings.BaseUrl ?? embedded!.BaseUrl;
        secrets = embedded is null ? secrets : new Secrets(ReferenceKeys.Api, ReferenceKeys.Admin);
        if (secrets.ApiKey is null)
        {
            throw new SettingsException("environment: no key for the target; set CONFORMANCE_API_KEY (and CONFORMANCE_ADMIN_API_KEY for the Admin API)");
        }

        var options = new WireOptions(baseUrl)
        {
            HttpVersion = settings.HttpVersion,
            Timeout = settings.Timeout,
            Concurrency = settings.Concurrency ?? (IsLoopback(baseUrl) ? 16 : 4),
            RequestsPerSecond = settings.RequestsPerSecond,
            CaCertificate = Certificate(settings),
            InsecureTls = settings.InsecureTls,
        };
        var run = new Run(settings, secrets, Waivers(settings), embedded, options, time);
        Current = run;
        await run.Reach(secrets);
        return run;
    }

    /// <summary>Why a case is not run at all: not claimed, newer than the snapshot, no key for it; null where it is run.</summary>
    public string? WhyNotClaimed(Case one)
    {
        if (one.Operation is { } operation && !Settings.Operations.Any(glob => glob.Matches(operation.Id)))
        {
            return "not claimed: the setting Operations leaves it out";
        }

        if (!Settings.Rules.Any(glob => glob.Matches(one.Rule.Id)))
        {
            return "not claimed: the setting Rules leaves it out";
        }

        if (!Settings.Contract.Includes(one.Since))
        {
            return $"first stated by {one.Since}, and the run holds the target to {Settings.Contract}";
        }

        if (one.Operation?.Key == KeyKind.Admin && _secrets.AdminApiKey is null)
        {
            return "no admin key: set CONFORMANCE_ADMIN_API_KEY to judge the Admin API";
        }

        if (one.Rule.Attribute.NeedsSetting is { } name && !Settings.Given.ContainsKey(name))
        {
            return $"the setting {name} is empty, so there is nothing to hold the target to";
        }

        if (one.Variant == Rules.SizeVariants.Http2 && _target is not null && !_speaksHttp2)
        {
            return "the target does not speak HTTP/2 at this address";
        }

        if (one.Variant == Rules.SizeVariants.Expect && Settings.HttpVersion.Major >= 2)
        {
            return "an expectation is a matter of HTTP/1.1, and the run speaks HTTP/2";
        }

        return one.Rule.Attribute.NotOnLoopback && IsLoopback(WireOptions.BaseUrl)
            ? "the target is on loopback, where the rule does not apply"
            : Plan.WhyNot(one);
    }

    /// <summary>Makes sure that the case can be judged: that its operation works as far as the rule needs it to.</summary>
    internal async Task Prepare(Case one)
    {
        if (WhyNotClaimed(one) is { } reason)
        {
            NUnit.Framework.Assert.Ignore(reason);
        }

        var needs = one.Rule.Attribute.Needs;
        if (one.Operation is { } operation && needs != Needs.Nothing && await Target.BaselineOf(operation) is { } baseline && baseline.Meets < needs)
        {
            NUnit.Framework.Assert.Ignore($"not judged: {baseline.Reason}");
        }
    }

    /// <summary>Turns what came of a case into its result, and keeps it.</summary>
    internal CaseResult Add(CaseRecord record, CaseOutcome outcome, TimeSpan duration)
    {
        var one = record.Case;
        var verdict = outcome.For(one.Rule.Level, Settings.Strict);
        if (outcome.Fault == Fault.Network && Interlocked.Increment(ref _unreached) == UnreachedUntilLost)
        {
            NotJudged ??= $"the target was lost in the middle of the run: {outcome.Message}";
        }
        else if (outcome.Fault is null)
        {
            Interlocked.Exchange(ref _unreached, 0);
        }

        var exchanges = record.Exchanges.ToArray();
        var message = outcome.Message is { } text ? Redactor.Text(Conformance.Reporting.Text.VisibleText.Line(text)) : null;
        var result = new CaseResult(
            one.Id, one.Rule.Id, one.Operation?.Id, one.Variant, verdict, message,
            Math.Round(duration.TotalMilliseconds, 2), Observation.Of(record, exchanges, Redactor), [.. exchanges.Select(EvidenceOf)])
        {
            Expected = record.Expected,
            Fault = outcome.Fault?.ToString().ToLowerInvariant(),
        };
        return _results[one.Id] = _waivers.Apply(result, Today);
    }

    /// <summary>The result of the run as it stands, with what was not run and why.</summary>
    public RunResult Result()
    {
        var unclaimed =
            from one in Catalogue.Cases
            where !_results.ContainsKey(one.Id)
            let reason = WhyNotClaimed(one)
            where reason is not null || NotJudged is not null
            select NotRun(one, reason);
        CaseResult[] cases = [.. _results.Values.Concat(unclaimed).OrderBy(result => result.Id, StringComparer.Ordinal)];
        var rules = cases.Select(result => result.Rule).ToHashSet();
        var operations = cases.Select(result => result.Operation).ToHashSet();
        return new RunResult(
            new SuiteInfo(typeof(Run).Assembly.GetName().Version!.ToString(3)),
            new TargetInfo(BaseUrl, _embedded is not null),
            new SortedDictionary<string, JsonNode?>(Setting.All.ToDictionary(
                setting => setting.Name, setting => (JsonNode?)(Settings.Given.GetValueOrDefault(setting.Name) ?? setting.Default))),
            _startedAt,
            Math.Round(_time.GetElapsedTime(_started).TotalMilliseconds, 1),
            Summary.Of(cases),
            [.. Operations.All.Where(operation => operations.Contains(operation.Id)).Select(operation => new OperationInfo(
                operation.Id, operation.Method, operation.Path, operation.Group.ToString().ToLowerInvariant()))],
            [.. Catalogue.Rules.Where(rule => rules.Contains(rule.Id)).Select(rule => rule.Info)],
            cases)
        {
            NotJudged = NotJudged,
            StaleWaivers = _waivers.Stale(cases, Today),
        };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _interrupted.Dispose();
        await _client.DisposeAsync();
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
        }
    }

    // An exchange that many cases share is one piece of evidence, held once.
    private ExchangeInfo EvidenceOf(Exchange exchange) => _evidence.GetValue(exchange, one => Evidence.Of(one, Redactor));

    private DateOnly Today => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    private string BaseUrl => WireOptions.BaseUrl.AbsoluteUri.TrimEnd('/');

    private static bool IsLoopback(Uri url) => url.IsLoopback;

    // The embedded server keeps the limits that the run expects, whatever they are.
    private static ReferenceServerOptions Embedded(RunSettings settings) => new()
    {
        StandardLimit = settings.StandardLimit.Refused,
        BatchLimit = settings.BatchLimit.Refused,
        FilesLimit = settings.FilesLimit.Refused,
    };

    private static X509Certificate2? Certificate(RunSettings settings)
    {
        try
        {
            return settings.CaCertificate is { } path ? X509Certificate2.CreateFromPem(File.ReadAllText(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or System.Security.Cryptography.CryptographicException)
        {
            throw new SettingsException($"CaCertificate: {settings.CaCertificate} is not a certificate in PEM");
        }
    }

    private static WaiverSet Waivers(RunSettings settings)
    {
        try
        {
            return settings.Waivers is { } path ? WaiverFile.Read(path) : WaiverSet.Empty;
        }
        catch (Exception exception) when (exception is FormatException or IOException)
        {
            throw new SettingsException(exception.Message);
        }
    }

    private async Task Reach(Secrets secrets)
    {
        var preflight = new Target(_client, Settings, secrets, FallbackModel, IsLoopback(WireOptions.BaseUrl));
        var request = preflight.Probe(Operations.Find("models.list"));
        var exchange = await _client.SendAsync(request);
        if (exchange.Response?.Status is 401 or 403)
        {
            // A target that takes keys in one way only is for a rule to judge; a key that it takes in no way is not the target's fault.
            var other = Settings.Auth == KeyHeader.Bearer ? KeyHeader.XApiKey : KeyHeader.Bearer;
            var second = await _client.SendAsync(Target.WithKey(request, secrets.ApiKey!, other));
            if (second.Response?.Status is 401 or 403)
            {
                NotJudged = $"{BaseUrl} refuses the key ({exchange.Response.Status}) in x-api-key and as bearer; check CONFORMANCE_API_KEY";
            }
        }

        if (exchange.Outcome is not Outcome.Answered && (exchange.Outcome is not Outcome.Reset || Settings.HttpVersion.Major >= 2))
        {
            NotJudged = $"{BaseUrl} cannot be judged: {Redactor.Text(exchange.Detail ?? "")}";
        }

        if (NotJudged is null)
        {
            // Without a byte of body: whether the target speaks HTTP/2 decides which cases there are.
            var http2 = await _client.SendAsync(request with { Version = System.Net.HttpVersion.Version20, OwnConnection = true });
            _speaksHttp2 = http2.Outcome == Outcome.Answered;
            var model = Settings.Model ?? Assertions.AnswerBody.FirstModel(exchange);
            _target = new Target(_client, Settings, secrets, model ?? FallbackModel, IsLoopback(WireOptions.BaseUrl))
            {
                ModelIsListed = Settings.Model is null && model is not null,
            };
        }
    }

    private CaseResult NotRun(Case one, string? reason) => new(
        one.Id, one.Rule.Id, one.Operation?.Id, one.Variant, reason is null ? Verdict.Error : Verdict.Skip, reason ?? NotJudged, 0, [], [])
    {
        Fault = reason is null ? "network" : null,
    };
}
