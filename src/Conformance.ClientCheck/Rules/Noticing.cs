using Conformance.Reporting.Results;

namespace Conformance.Clients;

/// <summary>Tells by its exit code, or by what it sends next, what a client made of an answer.</summary>
internal static class Noticing
{
    /// <summary>Whether a failure was noticed: the client fails, or asks again.</summary>
    /// <param name="runs">All runs: where a refusal does not make the client fail, its exit code says nothing.</param>
    /// <param name="run">The run with the failure.</param>
    /// <param name="expected">What is expected.</param>
    public static ClientFinding Of(ClientRuns runs, ScenarioRun run, string expected)
    {
        var failed = run.Provoked.First();
        if (runs.LeavesStreams)
        {
            return ClientFinding.Hidden("client.stream-read", "the client leaves every stream before its end, as client.stream-read says");
        }

        if (run.Attempts.FirstOrDefault(alike => alike.Count > runs.Usual.Of(alike[0])) is { } again)
        {
            return ClientFinding.Kept(expected, "the request came again") with { Deciding = again[1] };
        }

        var refused = runs.First(RetryRules.Refused);
        return (run.Ending.Kind switch
        {
            ClientEndingKind.Elsewhere => ClientFinding.NotSeen("the client was started elsewhere, and nobody saw how it ended"),
            ClientEndingKind.TimedOut => ClientFinding.NotJudged(ReasonKind.Timeout, "the client was still running when its time was over"),
            _ when refused?.Ending.ExitCode == 0 => ClientFinding.NotSeen(
                "the client ends with exit code 0 even where it is refused with a 400, so its exit code says nothing"),
            _ when run.Ending.ExitCode == 0 => ClientFinding.Broken(expected, "it ended with exit code 0, as if nothing had happened"),
            _ => ClientFinding.Kept(expected, run.Ending.Words),
        }) with
        {
            Deciding = failed,
        };
    }

    /// <summary>Whether something new did no harm: the client succeeds as it does without.</summary>
    public static ClientFinding Tolerated(ScenarioRun run, string expected) => (run.Ending.Kind switch
    {
        ClientEndingKind.Elsewhere => ClientFinding.NotSeen("the client was started elsewhere, and nobody saw how it ended"),
        ClientEndingKind.TimedOut => ClientFinding.NotJudged(ReasonKind.Timeout, "the client was still running when its time was over"),
        _ when run.Ending.ExitCode == 0 => ClientFinding.Kept(expected, run.Ending.Words),
        _ => ClientFinding.Broken(expected, $"it ended with {run.Ending.Words}"),
    }) with
    {
        Deciding = run.Provoked.First(),
    };
}
