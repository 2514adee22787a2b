using System.Security.Cryptography.X509Certificates;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Reporting.Secrets;
using Conformance.Reporting.Waivers;
using Conformance.Suite.BothSides;
using Conformance.Suite.Preflight;
using Conformance.Suite.Settings;
using Conformance.Suite.Uploads;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>A run of the suite against one target: its parts, and the judging of a case.</summary>
public sealed class Run : IAsyncDisposable
{
    private static readonly TimeSpan LongestOnLoopback = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestElsewhere = TimeSpan.FromMinutes(60);

    // A target that answers no more keeps nobody waiting for what was left on it: the report names that.
    private static readonly TimeSpan LongestCleaningUp = TimeSpan.FromSeconds(30);

    private readonly ReferenceServer? _embedded;
    private readonly UpstreamSide? _upstream;
    private readonly HashSet<string> _learned = [];
    private readonly WireClient _client;
    private readonly CaseJudge _judge;
    private readonly RunResults _results;
    private readonly RetryBudget _retries;
    private readonly GatewayUnderTest? _gateway;
    private Target? _target;

    private Run(
        RunSettings settings,
        Secrets secrets,
        WaiverSet waivers,
        ReferenceServer? embedded,
        UpstreamSide? upstream,
        WireOptions options,
        TimeProvider time)
    {
        Settings = settings;
        Secrets = secrets;
        IsLoopback = options.BaseUrl.IsLoopback;
        Concurrency = options.Concurrency;
        _learned.UnionWith(upstream?.Keys.Values ?? []);
        Redactor = Redacting();
        Plan = new UploadPlan(settings, IsLoopback, upstream is not null);
        Claims = new Claims(settings, secrets, Plan, IsLoopback, upstream is not null);
        End = new RunEnd(time);
        Exchanges = new ExchangeLog((exchange, id) => Evidence.Of(exchange, id, Redactor) with { Upstream = _gateway?.Seen(exchange) });
        _embedded = embedded;
        _retries = options.RetryBudget;
        _upstream = upstream;
        _client = new WireClient(options with { MayResend = Plan.TryTake });
        _gateway = upstream is null ? null : new GatewayUnderTest(this, upstream, _client);
        Ledger = new Ledger(_client, operation => new Target(_client, this).Probe(operation));
        _judge = new CaseJudge(this);
        _results = new RunResults(this, waivers, time);
    }

    /// <summary>
    /// The run of this process, where a test runner asks for its cases; null before it is started, as when cases are only listed.
    /// Nothing but the runner's side reads it.
    /// </summary>
    public static Run? Current { get; set; }

    /// <summary>What the run was told.</summary>
    public RunSettings Settings { get; }

    /// <summary>Takes the run's secrets out of what is shown.</summary>
    public Redactor Redactor { get; private set; }

    /// <summary>Which bodies the run may send.</summary>
    public UploadPlan Plan { get; }

    /// <summary>What the rules talk to.</summary>
    /// <exception cref="NotJudgedException">The target could not be reached.</exception>
    public Target Target => _target ?? throw new NotJudgedException(
        End.Reason ?? new Reason(ReasonKind.Suite), End.Why ?? "the target was not reached");

    /// <summary>The gateway, seen from both sides.</summary>
    /// <exception cref="NotJudgedException">The run sees one side only.</exception>
    internal GatewayUnderTest Gateway =>
        _gateway ?? throw new NotJudgedException(new Reason(ReasonKind.SettingEmpty), "the setting Upstream is empty");

    /// <summary>Every secret of the run: its own, and those that a gateway was seen to send upstream.</summary>
    internal IEnumerable<string> SecretValues => [.. Secrets.Values, .. _learned];

    /// <summary>Whether the target answered before the first case.</summary>
    public bool IsReached => _target is not null;

    /// <summary>Whether the target is on this machine.</summary>
    public bool IsLoopback { get; }

    /// <summary>The keys of the run.</summary>
    internal Secrets Secrets { get; }

    /// <summary>Which cases the run judges.</summary>
    internal Claims Claims { get; }

    /// <summary>Every case that the run could claim: those of the betas only where its settings name them.</summary>
    internal IEnumerable<Case> Cases => Catalogue.Rules.SelectMany(rule => rule.CasesOn(Claims.Operations));

    /// <summary>The cases that the run judges.</summary>
    internal IEnumerable<Case> Claimed => Cases.Where(one => Claims.WhyNot(one) is null);

    /// <summary>Why the run ended early, if it did.</summary>
    internal RunEnd End { get; }

    /// <summary>The evidence.</summary>
    internal ExchangeLog Exchanges { get; }

    /// <summary>What the run created.</summary>
    internal Ledger Ledger { get; }

    /// <summary>The base URL, without a slash at its end.</summary>
    internal string BaseUrl => _client.BaseUrl;

    /// <summary>Whether the target is the suite's own server.</summary>
    internal bool IsEmbedded => _embedded is not null;

    /// <summary>The ids of the operations that the target turned out to have.</summary>
    internal IReadOnlyList<string> Served { get; set; } = [];

    /// <summary>Whether the console hears of a case only in the summary: the runner would say a line or more of each.</summary>
    public bool IsBrief { get; set; }

    /// <summary>What was found out before the first case, in words; empty where the target was not reached.</summary>
    public IReadOnlyList<string> Announcement { get; internal set; } = [];

    /// <summary>How many requests are under way at a time, at most.</summary>
    internal int Concurrency { get; }

    /// <summary>The versions of HTTP that the target turned out to speak.</summary>
    internal IReadOnlyList<string> HttpVersions =>
Settings.HttpVersion.Major >= 2 ? ["2"] : Claims.SpeaksHttp2 switch { true => ["1.1", "2"], false => ["1.1"], null => [] };

    /// <summary>Requests sent so far, repeated ones included.</summary>
    internal long RequestsSent => _client.RequestsSent;

    /// <summary>Cases that have their result.</summary>
    internal int Judged => _results.Count;

    /// <summary>The results of the cases judged so far.</summary>
    internal IEnumerable<CaseResult> Results => _results.All;

    /// <summary>The large body that moved last; null before any did.</summary>
    internal UploadProgress? Upload { get; set; }

    /// <summary>Whether somebody watches a view of the run, which lines in between would tear.</summary>
    internal bool IsWatched { get; set; }

    /// <summary>How long requests that had to be sent again have waited for that.</summary>
    internal TimeSpan WaitedForRetries => _retries.Waited;

    /// <summary>Bytes of request bodies sent so far.</summary>
    internal long BodyBytesSent => _client.BodyBytesSent;

    /// <summary>Prepares a run: the embedded server where no target is named. Nothing is sent yet.</summary>
    /// <exception cref="SettingsException">A key is missing, or a file cannot be used.</exception>
    public static async Task<Run> Create(RunSettings settings, Secrets secrets, TimeProvider time)
    {
        var waivers = Waivers(settings);
        var certificate = Certificates(settings);
        if (settings.BaseUrl is not null && secrets.ApiKey is null && !settings.DryRun)
        {
            throw new SettingsException(
                "environment: no key for the target; set CONFORMANCE_API_KEY (and CONFORMANCE_ADMIN_API_KEY for the Admin API)");
        }

        var upstream = await UpstreamSide.Start(settings, Embedded(settings));
        var embedded = settings.BaseUrl is null ? await ReferenceServer.StartAsync(Embedded(settings)) : null;
        var baseUrl = settings.BaseUrl ?? embedded!.BaseUrl;
        var options = new WireOptions(baseUrl)
        {
            HttpVersion = settings.HttpVersion,
            Timeout = settings.Timeout,
            Concurrency = settings.Concurrency ?? (baseUrl.IsLoopback ? 16 : 4),
            RequestsPerSecond = settings.RequestsPerSecond,
            CaCertificates = certificate,
            InsecureTls = settings.InsecureTls,
            Proxy = settings.Proxy,
        };
        return new Run(settings, embedded is null ? secrets : Secrets.Embedded, waivers, embedded, upstream, options, time);
    }

    /// <summary>Tries the target; where it cannot be judged, the run ends with the reason.</summary>
    public async Task Reach()
    {
        End.After(Settings.MaxDuration ?? (IsLoopback ? LongestOnLoopback : LongestElsewhere));
        try
        {
            _target = await new FirstContact(_client, this).Reach();
            if (_target is { } target && _gateway is not null && await _gateway.WhyUnseen(target) is { } why)
            {
                _target = null;
                End.Set(ReasonKind.Settings, why);
            }
        }
        catch (OperationCanceledException) when (End.Reason is not null)
        {
            // Interrupted, or out of time: the reason is there.
        }
    }

    /// <summary>Finds out under which name the model of the probes reaches the suite behind a gateway.</summary>
    internal Task LearnModel(Target target) =>
        _gateway is not null && !IsEmbedded ? _gateway.LearnModel(target) : Task.CompletedTask;

    /// <summary>Judges a case, unless the run has ended.</summary>
    public async Task<CaseResult> Judge(Case one)
    {
        var result = await _judge.Judge(one);
        if (End.Reason is { } reason && result.Reason == reason)
        {
            // The case was cut off: the result of the run says so of every case that is left.
            return result;
        }

        End.Saw(result);
        return _results.Add(result);
    }

    /// <summary>Judges every case that the run claims and that was not judged yet, as a runner would.</summary>
    public Task JudgeAll() => JudgeAll(_ => Task.CompletedTask);

    /// <summary>Judges every case that the run claims and that was not judged yet, and hands over each result.</summary>
    internal Task JudgeAll(Func<CaseResult, Task> judged) => Parallel.ForEachAsync(
        Claimed.Where(one => !_results.Has(one)),
        new ParallelOptions { MaxDegreeOfParallelism = 32 },
        async (one, _) => await judged(await Judge(one)));

    /// <summary>Removes what the run left on the target.</summary>
    public async Task CleanUp(CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(LongestCleaningUp);
        await Ledger.RemoveAll(bounded.Token);
    }

    /// <summary>The result of the run as it stands, with what was not run and why.</summary>
    public RunResult Result() => _results.Result();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        End.Dispose();
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
            await _upstream!.DisposeAsync();
        }

        Ledger.Dispose();
        await _client.DisposeAsync();
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
        }
    }

    /// <summary>Waits until no large body is under way, and lets none begin until it is disposed.</summary>
    internal Task<IDisposable> WithoutLargeBodies() => _client.WithoutLargeBodies(End.Token);

    /// <summary>Takes a secret that was not known before out of all that is shown from now on.</summary>
    internal void Learn(string secret)
    {
        lock (_learned)
        {
            if (!Secrets.Values.Contains(secret) && _learned.Add(secret))
            {
                Redactor = Redacting();
            }
        }
    }

    private Redactor Redacting() => new(SecretValues, Secrets.Headers.Select(field => field.Name), [Target.InvalidKey]);

    // The embedded server keeps the limits that the run expects, whatever they are.
    private static ReferenceServerOptions Embedded(RunSettings settings) => new()
    {
        StandardLimit = settings.StandardLimit.Refused,
        BatchLimit = settings.BatchLimit.Refused,
        FilesLimit = settings.FilesLimit.Refused,
    };

    private static X509Certificate2Collection Certificates(RunSettings settings)
    {
        var certificates = new X509Certificate2Collection();
        if (settings.CaCertificate is not { } path)
        {
            return certificates;
        }

        try
        {
            certificates.ImportFromPemFile(path);
        }
        catch (Exception exception) when (exception is IOException or System.Security.Cryptography.CryptographicException)
        {
            throw new SettingsException($"CaCertificate: {path} cannot be read as certificates in PEM");
        }

        return certificates.Count > 0 ? certificates : throw new SettingsException($"CaCertificate: {path} holds no certificate in PEM");
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
}
