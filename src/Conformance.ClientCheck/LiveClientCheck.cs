using Conformance.Reference;
using Conformance.Reporting.Results;

namespace Conformance.Clients;

/// <summary>
/// The check of clients that are started elsewhere: one server, which puts whoever calls it below <c>/scenarios/NAME</c> into that
/// scenario, and into <see cref="Scenario.Plain"/> anywhere else.
/// </summary>
public sealed class LiveClientCheck
{
    /// <summary>The path below which the scenarios are.</summary>
    public const string Path = "/scenarios";

    private readonly ClientResults results;
    private readonly Dictionary<string, (Scenario Scenario, ScenarioDirector Director)> byName;

    /// <summary>A check that judges what arrives from now on.</summary>
    /// <param name="options">What to judge; it has no command.</param>
    public LiveClientCheck(ClientCheckOptions options)
    {
        results = new ClientResults(options, TimeProvider.System);
        byName = Scenarios.ToDictionary(
            scenario => scenario.Name, scenario => (scenario, new ScenarioDirector(scenario, UsualRequests.Unknown)));
        Upstream = new Upstream { Director = Direct, NamedBelow = Path, KeptOfBody = ClientRun.KeptOfBody };
    }

    /// <summary>Every scenario, in the order of the rules that need it.</summary>
    public static IReadOnlyList<Scenario> Scenarios { get; } =
        [Scenario.Plain, .. ClientRules.All.SelectMany(rule => rule.Scenarios).Where(scenario => scenario != Scenario.Plain).Distinct()];

    /// <summary>What makes a reference server the check's.</summary>
    public Upstream Upstream { get; }

    /// <summary>The result of what arrived so far.</summary>
    public CheckedRun Result()
    {
        var runs = byName.Values.Where(one => one.Director.Requests.Count > 0)
            .Select(one => new ScenarioRun(one.Scenario, one.Director.Requests, ClientEnding.Elsewhere)).ToList();
        return runs.Count == 0
            ? results.Of(new ClientRuns([]), new Reason(ReasonKind.Settings), "no client sent a request")
            : results.Of(new ClientRuns(runs));
    }

    private ScriptedAnswer? Direct(UpstreamArrival arrival)
    {
        var target = arrival.Target;
        if (target.StartsWith(Path + "/", StringComparison.Ordinal))
        {
            var name = target[(Path.Length + 1)..].Split('/', '?')[0];
            if (byName.TryGetValue(name, out var one))
            {
                return one.Director.Direct(arrival, target[(Path.Length + 1 + name.Length)..]);
            }

            return Script.Answer(404).Body(
                "text/plain; charset=utf-8",
                System.Text.Encoding.UTF8.GetBytes($"there is no scenario of this name; there are {string.Join(", ", byName.Keys)}\n"));
        }

        return byName[Scenario.Plain.Name].Director.Direct(arrival, target);
    }
}
