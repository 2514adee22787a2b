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
    private const int ShownCharacters = 2000;

    private readonly DateTimeOffset startedAt = time.GetUtcNow();
    private readonly long started = time.GetTimestamp();

    /// <summary>The result.</summary>
    /// <param name="runs">What was seen.</param>
    /// <param name="reason">Why the check ended early; null where it did not. Then only what is about requests alone is judged.</param>
    /// <param name="why">The same as a line.</param>
    public CheckedRun Of(ClientRuns runs, Reason? reason = null, string? why = null)
    {
        string[] secrets = [.. ReferenceKeys.All, .. options.Secrets, .. SeenKeys.In(runs.Requests), .. SeenKeys.In(options.Command)];
        return new CheckedRun(Result(runs, new ClientEvidence(new Redactor(secrets, [], [])), reason, why), secrets);
    }

    private RunResult Result(ClientRuns runs, ClientEvidence evidence, Reason? reason, string? why)
    {
        CaseResult[] cases =
        [
            .. ClientRules.All
                .Where(rule => reason is null or { Kind: ReasonKind.Interrupted } || (rule.IsAboutRequests && runs.Requests.Any()))
                .SelectMany(rule => Cases(rule, runs, evidence, reason))
                .OrderBy(result => result.Id, StringComparer.Ordinal),
        ];
        var operations = cases.Select(result => result.Operation).ToHashSet();
        var rules = cases.Select(result => result.Rule).ToHashSet();
        return new RunResult(
            new SuiteInfo(typeof(ClientResults).Assembly.GetName().Version!.ToString(3)),
            new TargetInfo(
                options.Command.Count == 0 ? "a client that was started elsewhere" : Command(evidence), false, [], []),
            Settings(evidence),
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
            NotJudged = why is null ? null : evidence.Clean(why),
            NotJudgedReason = reason,
            Client = new ClientInfo(
                [.. options.Command.Select(evidence.Clean)],
                [
                    .. runs.All.Select(run => new ClientRunInfo(
                        run.Scenario.Name, run.Scenario.Does, run.Ending.ExitCode, evidence.Clean(run.Ending.Words), run.Requests.Count,
                        Math.Round(run.Duration.TotalMilliseconds, 1))
                    {
                        Wrote = End(evidence.Clean(run.Ending.Output)),
                    })
                ]),
        };
    }

    // The end of what a program wrote: that is where it says why it fails. What is cut has no secrets any more.
    private static string? End(string clean)
    {
        clean = clean.TrimEnd();
        return clean.Length == 0 ? null : clean.Length <= ShownCharacters ? clean : "…" + clean[^ShownCharacters..];
    }

    private string Command(ClientEvidence evidence) => evidence.Clean(string.Join(' ', options.Command));

    private SortedDictionary<string, JsonNode?> Settings(ClientEvidence evidence) => new()
    {
        ["Command"] = Command(evidence),
        ["Concurrency"] = options.Concurrency,
        ["Rules"] = string.Join(',', options.Rules),
        ["Strict"] = options.Strict,
        ["Timeout"] = $"{options.Timeout.TotalSeconds}s",
    };

    private IEnumerable<CaseResult> Cases(ClientRule rule, ClientRuns runs, ClientEvidence evidence, Reason? ended)
    {
        if (!options.Rules.Any(pattern => pattern.Matches(rule.Id)))
        {
            var reason = new Reason(ReasonKind.NotClaimed);
            return [Result(rule, new ClientFinding(null, reason, ReasonText.Of(reason.Kind)), evidence)];
        }

        if (ended is { Kind: ReasonKind.Interrupted } && !rule.Scenarios.All(scenario => runs.First(scenario) is not null))
        {
            return [Result(rule, new ClientFinding(null, ended, "the check was interrupted before the scenarios of this rule"), evidence)];
        }

        return rule.Judge(runs).Select(finding => Result(rule, finding, evidence));
    }

    private CaseResult Result(ClientRule rule, ClientFinding finding, ClientEvidence evidence)
    {
        var of = finding.Operation is null ? "" : $":{finding.Operation}";
        var variant = finding.Variant is null ? "" : $"[{finding.Variant}]";
        var observed = new SortedDictionary<string, JsonNode?>();
        if (finding.Run is { } run)
        {
            observed["scenario"] = run.Scenario.Name;
            observed["exitCode"] = run.Ending.ExitCode;
            observed["requests"] = run.Requests.Count;
            if (run.Provoked.FirstOrDefault()?.Operation is { } operation)
            {
                observed["operation"] = operation.Id;
            }
        }

        return new CaseResult(
            rule.Id + of + variant,
            rule.Id,
            finding.Operation,
            finding.Variant,
            Verdict(rule.Level, finding),
            finding.Reason,
            finding.Message is { } message ? evidence.Clean(message) : null,
            finding.Expected,
            finding.Came is { } came ? evidence.Clean(came) : null,
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
