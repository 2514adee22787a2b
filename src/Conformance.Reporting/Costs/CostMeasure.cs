namespace Conformance.Reporting.Costs;

/// <summary>One of the times that a picture of costs shows.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Of">The median and 95 %, or one time twice; null where it was not measured.</param>
internal sealed record CostMeasure(string Title, Func<GatewayCost, AddedTime?> Of)
{
    /// <summary>All of them, in the order of the picture.</summary>
    public static readonly IReadOnlyList<CostMeasure> All =
    [
        new("Added to a request", cost => cost.Request),
        new("Added to an event of a stream", cost => cost.Event),
        new("First byte of a large body upstream, after the client's first",
            cost => cost.BodyMs is { } time ? new AddedTime(time, time) : null),
    ];
}
