using Conformance.Reporting.Results;

namespace Conformance.Clients;

/// <summary>
/// The check of a client: runs a command once in every scenario, each time with a server of its own, and judges what it sent and
/// how it took what came.
/// </summary>
public static class ClientCheck
{
    // Together with the first run; the shortest of three pauses is near enough to what a client meant.
    private const int MoreRuns = 2;

    /// <summary>Checks a command.</summary>
    /// <param name="options">The command, and how to check it.</param>
    /// <param name="cancellation">Ends the check; what was seen so far is judged.</param>
    /// <returns>The result of the run, for every output, and the secrets that none of them may hold.</returns>
    /// <exception cref="ClientCheckException">The command cannot be started; nothing was sent.</exception>
    public static async Task<CheckedRun> RunAsync(ClientCheckOptions options, CancellationToken cancellation)
    {
        var results = new ClientResults(options, TimeProvider.System);
        List<ScenarioRun> runs = [];
        try
        {
            var plain = await OneAsync(Scenario.Plain, options, UsualRequests.Unknown, cancellation);
            runs.Add(plain);
            if (plain.Ending.ExitCode != 0 || plain.Requests.Count == 0)
            {
                return results.Of(new ClientRuns(runs), new Reason(ReasonKind.Settings), Unusable(plain));
            }

            var usual = new UsualRequests(plain.Requests);
            var streams = plain.Requests.Any(request => request.AsksForStream);
            var scenarios = options.Judged.SelectMany(rule => rule.Scenarios).Distinct()
                .Where(scenario => scenario != Scenario.Plain && (streams || !scenario.NeedsStream)).ToList();
            await EachAsync(scenarios, runs, options, usual, cancellation);
            var again = options.Judged.Where(rule => rule.IsAskedAgain && IsBroken(rule, runs))
                .SelectMany(rule => rule.Scenarios)
                .Where(scenario => scenario != Scenario.Plain)
                .Distinct()
                .SelectMany(scenario => Enumerable.Repeat(scenario, MoreRuns));
            await EachAsync([.. again], runs, options, usual, cancellation);
            return results.Of(new ClientRuns(runs));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return results.Of(new ClientRuns(runs), new Reason(ReasonKind.Interrupted), "the check was interrupted");
        }
    }

    // What somebody needs to mend it: the answer that it got, and its last words.
    private static string Unusable(ScenarioRun plain)
    {
        if (plain.Requests.Count == 0)
        {
            return $"the client sent no request to ANTHROPIC_BASE_URL ({plain.Ending.Words}{plain.Ending.LastWords})";
        }

        var refused = plain.Requests.FirstOrDefault(request => request.Arrival.Answer.Status is >= 400);
        var why = refused is null ? "the client fails where every answer is a success"
            : FormattableString.Invariant($"the client fails where nothing is wrong with the server: {refused} was answered ")
                + FormattableString.Invariant($"{refused.Arrival.Answer.Status}{Documented(refused)}");
        return $"{why} ({plain.Ending.Words}{plain.Ending.LastWords})";
    }

    private static string Documented(ClientRequest refused) =>
        ScriptedError.Message(refused.Arrival.Answer.Body.Kept) is { } message ? $", “{message}”" : "";

    private static bool IsBroken(ClientRule rule, List<ScenarioRun> runs) =>
        rule.Judge(new ClientRuns(runs)).Any(finding => finding.IsKept == false);

    private static async Task EachAsync(
        List<Scenario> scenarios, List<ScenarioRun> runs, ClientCheckOptions options, UsualRequests usual, CancellationToken cancellation)
    {
        var made = new ScenarioRun?[scenarios.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation };
        try
        {
            await Parallel.ForAsync(
                0, scenarios.Count, parallel, async (at, stop) => made[at] = await OneAsync(scenarios[at], options, usual, stop));
        }
        finally
        {
            // In the order of the scenarios, whichever ended first; those of a check that is interrupted as well.
            runs.AddRange(made.OfType<ScenarioRun>());
        }
    }

    private static async Task<ScenarioRun> OneAsync(
        Scenario scenario, ClientCheckOptions options, UsualRequests usual, CancellationToken cancellation)
    {
        var run = await ClientRun.RunAsync(scenario, options, usual, cancellation);
        var requests = run.Requests.Count == 1 ? "request, " : "requests,";
        options.Progress?.Invoke(FormattableString.Invariant(
            $"{scenario.Name,-16} {run.Requests.Count,3} {requests} {run.Duration.TotalSeconds,5:0.0} s, {run.Ending.Words}"));
        return run;
    }
}
