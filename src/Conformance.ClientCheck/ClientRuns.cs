namespace Conformance.Clients;

/// <summary>Everything that was seen of a client: what the rules judge.</summary>
/// <param name="All">The runs, in the order in which they were made; a scenario may have been run again.</param>
internal sealed record ClientRuns(IReadOnlyList<ScenarioRun> All)
{
    /// <summary>Every request.</summary>
    public IEnumerable<ClientRequest> Requests => All.SelectMany(run => run.Requests);

    /// <summary>The runs of a scenario; empty where it was not run.</summary>
    public IReadOnlyList<ScenarioRun> Of(Scenario scenario) => [.. All.Where(run => run.Scenario == scenario)];

    /// <summary>The first run of a scenario; null where it was not run.</summary>
    public ScenarioRun? First(Scenario scenario) => All.FirstOrDefault(run => run.Scenario == scenario);

    /// <summary>How often the client sends a request where nothing fails; at least once.</summary>
    /// <remarks>Who starts a client by hand may do so twice, which says nothing of the client.</remarks>
    public int Usual(string identity) => First(Scenario.Plain) is { Ending.Kind: not ClientEndingKind.Elsewhere } plain
        ? Math.Max(1, plain.Requests.Count(request => request.Identity == identity))
        : 1;

    /// <summary>
    /// The provoked requests of a run that the client sends once where nothing fails, each with all that are alike: of the others
    /// nobody knows which is a retry.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<ClientRequest>> Attempts(ScenarioRun run) =>
        [.. run.Attempts.Where(alike => Usual(alike[0].Identity) == 1)];

    /// <summary>Whether the client leaves a stream before its end even where nothing is wrong.</summary>
    public bool LeavesStreams => First(Scenario.Plain)?.Left is not null;

    /// <summary>Judges the first run of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="judge">Judges a run in which a request was answered as the scenario says.</param>
    /// <param name="variant">The variant that the finding is of.</param>
    public IEnumerable<ClientFinding> Judge(Scenario scenario, Func<ScenarioRun, ClientFinding> judge, string? variant = null)
    {
        var run = First(scenario);
        var finding = run is null ? ClientFinding.NotSeen(Unseen(scenario))
            : run.Provoked.Any() ? judge(run)
            : ClientFinding.NotSeen(
                scenario.NeedsStream ? NoStream : $"the client sent nothing that could be answered so ({scenario.Name})");
        yield return finding with { Variant = variant, Run = run, Requests = run?.Requests ?? [] };
    }

    private const string NoStream = "the client never asked for a stream";

    private string Unseen(Scenario scenario) =>
        scenario.NeedsStream && All.Any(run => run.Scenario == Scenario.Plain) ? NoStream : $"the scenario {scenario.Name} was not run";
}
