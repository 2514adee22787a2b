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

    /// <summary>How often the client sends its requests where nothing fails.</summary>
    /// <remarks>Who starts a client by hand may do so twice, which says nothing of the client.</remarks>
    public UsualRequests Usual { get; } = All.FirstOrDefault(run => run.Scenario == Scenario.Plain)
        is { Ending.Kind: not ClientEndingKind.Elsewhere } plain ? new UsualRequests(plain.Requests) : UsualRequests.Unknown;

    /// <summary>
    /// The provoked requests of a run of which it is known what is a retry, each with all that are alike: those that the client
    /// sends once where nothing fails, and not with another body each time.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<ClientRequest>> Attempts(ScenarioRun run) =>
    [
        .. run.Attempts.Where(alike => Usual.Of(alike[0]) == 1 && (alike.Count > 1 || !Usual.IsMoreOfKind(alike[0], run.Requests))),
    ];

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
        scenario.NeedsStream && First(Scenario.Plain) is { } plain && !plain.Requests.Any(request => request.AsksForStream) ? NoStream
            : $"the scenario {scenario.Name} was not run";
}
