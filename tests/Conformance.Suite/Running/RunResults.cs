using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Reporting.Waivers;
using Conformance.Suite.Settings;

namespace Conformance.Suite.Running;

/// <summary>The results of the cases so far, and the result of the run as it stands.</summary>
internal sealed class RunResults(Run run, WaiverSet waivers, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, CaseResult> _results = new();
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Keeps the result of a case, as the waivers leave it.</summary>
    public CaseResult Add(CaseResult result) => _results[result.Id] = waivers.Apply(result, Today);

    /// <summary>The results so far.</summary>
    public IEnumerable<CaseResult> All => _results.Values;

    /// <summary>Cases that have their result.</summary>
    public int Count => _results.Count;

    /// <summary>Whether a case has its result.</summary>
    public bool Has(Case one) => _results.ContainsKey(one.Id);

    /// <summary>The result of the run as it stands, with what was not run and why.</summary>
    public RunResult Result()
    {
        var notRun =
            from one in run.Cases
            where !_results.ContainsKey(one.Id)
            let outcome = run.Claims.WhyNot(one) ?? NotReached()
            where outcome is not null
            select NotRun(one, outcome);
        CaseResult[] cases = [.. _results.Values.Concat(notRun).OrderBy(result => result.Id, StringComparer.Ordinal)];
        var rules = cases.Select(result => result.Rule).ToHashSet();
        var operations = cases.Select(result => result.Operation).ToHashSet();
        var named = cases.SelectMany(result => result.Exchanges).ToHashSet();
        return new RunResult(
            new SuiteInfo(typeof(Run).Assembly.GetName().Version!.ToString(3)),
            new TargetInfo(run.BaseUrl, run.IsEmbedded, run.Served, run.HttpVersions),
            new SortedDictionary<string, JsonNode?>(Setting.All.ToDictionary(
                setting => setting.Name, setting => (JsonNode?)(run.Settings.Given.GetValueOrDefault(setting.Name) ?? setting.Default))),
            _startedAt,
            Math.Round(time.GetElapsedTime(_started).TotalMilliseconds, 1),
            Summary.Of(cases),
            [.. Operations.Every.Where(operation => operations.Contains(operation.Id)).Select(operation => new OperationInfo(
                operation.Id, operation.Method, operation.Path, operation.Group.ToString().ToLowerInvariant()))],
            [.. Catalogue.Rules.Where(rule => rules.Contains(rule.Id)).Select(rule => rule.Info)],
            [.. run.Exchanges.All.Where(exchange => named.Contains(exchange.Id))],
            cases)
        {
            Requests = run.RequestsSent,
            BytesSent = run.BodyBytesSent,
            NotJudged = run.End.Why,
            NotJudgedReason = run.End.Reason,
            Leftovers = run.Ledger.Left,
            StaleWaivers = waivers.Stale(cases, Today),
            ExtraHeaders = [.. run.Settings.ExtraHeaders.Select(field => $"{field.Name}: {run.Redactor.Text(field.Value)}"),
                .. run.Secrets.Headers.Select(field => $"{field.Name}: {Reporting.Secrets.Redactor.Mark}")],
        };
    }

    private CaseOutcome? NotReached() => run.End is { Reason: { } reason, Why: { } why } ? CaseOutcome.NotRun(reason, why) : null;

    private static CaseResult NotRun(Case one, CaseOutcome outcome) => new(
        one.Id, one.Rule.Id, one.Operation?.Id, one.Variant, outcome.For(one.Level, strict: false), outcome.Reason, outcome.Message,
        null, null, 0, [], [], null);
}
