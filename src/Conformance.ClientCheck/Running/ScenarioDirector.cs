using Conformance.Reference;

namespace Conformance.Clients;

/// <summary>Answers the requests of one run of a client as its scenario says, and keeps them.</summary>
/// <param name="scenario">The scenario.</param>
/// <param name="usual">How often the client sends its requests where nothing fails.</param>
internal sealed class ScenarioDirector(Scenario scenario, UsualRequests usual)
{
    /// <summary>The most times that a request is waited for again: whoever sends it more often does so for ever.</summary>
    public const int MostRetries = 10;

    // A live check may last for days.
    private const int MostKept = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> counts = [];
    private readonly List<ClientRequest> requests = [];
    private readonly TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ClientRequest> provoked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The requests so far, in the order in which they were there.</summary>
    public IReadOnlyList<ClientRequest> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    /// <summary>Completes when a client has sent requests alike so often that no more need be seen.</summary>
    public Task Enough => enough.Task;

    /// <summary>The first request that is answered as the scenario says.</summary>
    public Task<ClientRequest> Provoked => provoked.Task;

    /// <summary>What a request is answered.</summary>
    /// <param name="arrival">The request.</param>
    /// <param name="target">Its path and query below the base URL that the client was given.</param>
    public ScriptedAnswer? Direct(UpstreamArrival arrival, string target)
    {
        var request = new ClientRequest(arrival, target);
        lock (gate)
        {
            request.Attempt = request.IsFirstByItself ? 0 : counts.GetValueOrDefault(request.Identity);
            counts[request.Identity] = request.Attempt + 1;
            if (requests.Count < MostKept)
            {
                requests.Add(request);
            }

            if (scenario != Scenario.Plain && request.Attempt >= usual.Of(request) * (1 + MostRetries))
            {
                enough.TrySetResult();
            }
        }

        var isInFocus = usual.Focus is not { } focus || request.Operation?.Id == focus;
        var script = isInFocus ? scenario.Answer(request) : null;
        request.IsProvoked = script is not null;
        if (script is not null)
        {
            provoked.TrySetResult(request);
        }

        return script ?? Scenario.Plain.Answer(request);
    }
}
