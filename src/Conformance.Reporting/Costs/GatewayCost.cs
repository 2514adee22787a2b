using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Costs;

/// <summary>What a gateway costs, as a run that saw both of its sides recorded it (<c>relay.cost</c>).</summary>
/// <param name="Request">What it adds to a request, in milliseconds; null where nothing was measured.</param>
/// <param name="Event">How much later the client has an event of a stream than the upstream sent it; null likewise.</param>
/// <param name="BodyMs">From the client's first byte to the upstream's first of a large body; null where none arrived.</param>
/// <param name="ConnectionsPerRequest">Connections opened upstream for each request.</param>
/// <param name="HeldBytes">The most bytes of a stream that it held back; null where no stream came through.</param>
public sealed record GatewayCost(AddedTime? Request, AddedTime? Event, double? BodyMs, double? ConnectionsPerRequest, long? HeldBytes)
{
    private const string Rule = "relay.cost";
    private const double Largest = 1e15;

    /// <summary>The cost in one line, without a full stop.</summary>
    public string Sentence => string.Join("; ", CostFigures.Heads.Zip(CostFigures.Of(this), (head, figure) => $"{head} {figure}"));

    /// <summary>The cost that a run recorded; null where it saw one side only, or nothing was measured.</summary>
    public static GatewayCost? Of(RunResult run)
    {
        if (run.Cases.FirstOrDefault(one => one is { Rule: Rule, Verdict: Verdict.Info }) is not { Observed: var observed })
        {
            return null;
        }

        var cost = new GatewayCost(
            AddedTime.Of(Number("addedMedianMs"), Number("addedP95Ms")),
            AddedTime.Of(Number("eventMedianMs"), Number("eventP95Ms")),
            Number("bodyFirstByteMs"),
            Number("connectionsPerRequest"),
            (long?)Number("heldBytes"));
        return cost == new GatewayCost(null, null, null, null, null) ? null : cost;

        double? Number(string name) =>
            observed.GetValueOrDefault(name) is JsonValue value
            && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and <= Largest ? number : null;
    }
}
