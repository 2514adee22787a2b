namespace Conformance.Clients;

/// <summary>What came of a client in one scenario.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Requests">What it sent, in the order in which it arrived.</param>
/// <param name="Ending">How it ended.</param>
public sealed record ScenarioRun(Scenario Scenario, IReadOnlyList<ClientRequest> Requests, ClientEnding Ending)
{
    /// <summary>
    /// How long after the interruption the connection of the held request was closed; null where it was not, or nobody interrupted.
    /// </summary>
    public TimeSpan? ClosedAfter { get; init; }

    /// <summary>Whether it was interrupted, as by Ctrl+C.</summary>
    public bool WasInterrupted { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The requests that were answered as the scenario says.</summary>
    public IEnumerable<ClientRequest> Provoked => Requests.Where(request => request.IsProvoked);

    /// <summary>The first request whose stream was left before its end; null where none was.</summary>
    public ClientRequest? Left => Provoked.FirstOrDefault(request => request.AsksForStream
        && request.Arrival.ClosedAt is not null && request.Arrival.Answer.Pieces.All(piece => piece.Name != "message_stop"));

    /// <summary>The provoked requests that are the first of their kind, each with all that are alike and came later.</summary>
    public IEnumerable<IReadOnlyList<ClientRequest>> Attempts => Requests
        .GroupBy(request => request.Identity)
        .Where(alike => alike.First().IsProvoked)
        .Select(alike => (IReadOnlyList<ClientRequest>)[.. alike]);
}
