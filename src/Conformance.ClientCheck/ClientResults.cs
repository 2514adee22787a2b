using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Reporting.Secrets;

namespace Conformance.Clients;

/// <summary>Makes the result of a run, as every output takes it, from what was seen of a client.</summary>
/// <param name="options">What was checked.</param>
/// <param name="time">The clock.</param>
internal sealed class ClientResults(ClientCheckOptions options, TimeProvider time)
{
    private readonly DateTimeOffset startedAt = time.GetUtcNow();
    private readonly long started = time.GetTimestamp();
    private readonly Redactor redactor = new([.. ReferenceKeys.All, .. options.Secrets], [], []);

    /// <summary>The result.</summary>
    /// <param name="runs">What was seen.</param>
    /// <param name="reason">Why the check ended early; null where it did not. Then only what is about requests alone is judged.</param>
    /// <param name="why">The same as a line.</param>
    public RunResult Of(ClientRuns runs, Reason? reason = null, string? why = null)
    {
        var evidence = new ClientEvidence(redactor);
        CaseResult[] cases =
        [
            .. ClientRules.All
                .Where(rule => reason is null || (rule.IsAboutRequests && runs.Requests.Any()))
                .SelectMany(rule => Cases(rule, runs, evidence))
                .OrderBy(result => result.Id, StringComparer.Ordinal),
        ];
        var operations = cases.Select(result => result.Operation).ToHashSet();
        var rules = cases.Select(result => result.Rule).ToHashSet();
        return new RunResult(
            new SuiteInfo(typeof(ClientResults).Assembly.GetName().Version!.ToString(3)),
            new TargetInfo(Name, false, [], []),
            Settings(),
            startedAt,
            Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1),
            Summary.Of(cases),
            [
                .. Operations.Every.Where(operation => operations.Contains(operation.Id)).Select(operation => new OperationInfo(
                    operation.Id, operation.Method, operation.Path, operation.Group.ToString().ToLowerInvariant()))
            ],
            [.. ClientRules.All.Where(rule => rules.Contains(rule.Id)).Select(rule => rule.Info)],
            evidence.All,
            cases)
        {
            Requests = runs.Requests.Count(),
            BytesSent = runs.Requests.Sum(request => request.Arrival.Body.Length),
            NotJudged = why,
            NotJudgedReason = reason,
            Client = new ClientInfo(
                [.. options.Command.Select(redactor.Text)],
                [
                    .. runs.All.Select(run => new ClientRunInfo(
                        run.Scenario.Name, run.Scenario.Does, run.Ending.ExitCode, redactor.Text(run.Ending.Words), run.Requests.Count,
                        Math.Round(run.Duration.TotalMilliseconds, 1)))
                ]),
        };
    }

    private string Name => options.Command.Count == 0
        ? "a client that was started elsewhere"
        : redactor.Text(string.Join(' ', options.Command));

    private SortedDictionary<string, JsonNode?> Settings() => new()
    {
        ["Command"] = redactor.Text(string.Join(' ', options.Command)),
        ["Concurrency"] = options.Concurrency,
        ["Rules"] = string.Join(',', options.Rules),
        ["Strict"] = options.Strict,
        ["Timeout"] = $"{options.Timeout.TotalSeconds}s",
    };

    private IEnumerable<CaseResult> Cases(ClientRule rule, ClientRuns runs, ClientEvidence evidence)
    {
        if (!options.Rules.Any(pattern => pattern.Matches(rule.Id)))
        {
            var reason = new Reason(ReasonKind.NotClaimed);
            return [Result(rule, new ClientFinding(null, reason, ReasonText.Of(reason.Kind)), evidence)];
        }

        return rule.Judge(runs).Select(finding => Result(rule, finding, evidence));
    }

    private CaseResult Result(ClientRule rule, ClientFinding finding, ClientEvidence evidence)
    {
        var operation = finding.Operation is null ? "" : $":{finding.Operation}";
        var variant = finding.Variant is null ? "" : $"[{finding.Variant}]";
        var observed = new SortedDictionary<string, JsonNode?>();
        if (finding.Run is { } run)
        {
            observed["scenario"] = run.Scenario.Name;
            observed["exitCode"] = run.Ending.ExitCode;
            observed["requests"] = run.Requests.Count;
        }

        return new CaseResult(
            rule.Id + operation + variant,
            rule.Id,
            finding.Operation,
            finding.Variant,
            Verdict(rule.Level, finding),
            finding.Reason,
            finding.Message is { } message ? redactor.Text(message) : null,
            finding.Expected,
            finding.Came is { } came ? redactor.Text(came) : null,
            finding.Run is { } one ? Math.Round(one.Duration.TotalMilliseconds, 1) : 0,
            observed,
            [.. finding.Requests.Select(evidence.IdOf)],
            finding.Deciding is { } deciding ? evidence.IdOf(deciding) : null);
    }

    private Verdict Verdict(Level level, ClientFinding finding) => finding switch
    {
        { Reason.Fault: not null } => Reporting.Results.Verdict.Error,
        { IsKept: null } => Reporting.Results.Verdict.Skip,
        _ when level == Level.Info => Reporting.Results.Verdict.Info,
        { IsKept: true } => Reporting.Results.Verdict.Pass,
        _ when level == Level.Must || options.Strict => Reporting.Results.Verdict.Fail,
        _ => Reporting.Results.Verdict.Warn,
    };
}
