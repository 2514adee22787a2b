using System.Globalization;
using Conformance.Reporting.Html;

namespace Conformance.Reporting.Costs;

/// <summary>The columns of a cost in numbers, the same on every page and in Markdown.</summary>
internal static class CostFigures
{
    /// <summary>The heads of the columns.</summary>
    public static readonly IReadOnlyList<string> Heads =
    [
        "Added to a request, median", "to a request, 95 %", "Added to an event, median", "to an event, 95 %",
        "First byte of a large body upstream after",
        "Connections upstream per request", "Bytes of a stream held back",
    ];

    /// <summary>The figures of a cost, one for each head.</summary>
    public static IReadOnlyList<string> Of(GatewayCost cost) =>
    [
        Time(cost.Request?.Median), Time(cost.Request?.P95), Time(cost.Event?.Median), Time(cost.Event?.P95), Time(cost.BodyMs),
        cost.ConnectionsPerRequest is { } connections ? connections.ToString("0.##", CultureInfo.InvariantCulture) : "–",
        cost.HeldBytes is { } bytes ? Quantity.Number(bytes) : "–",
    ];

    /// <summary>A time; where there is none, a dash.</summary>
    public static string Time(double? milliseconds) => milliseconds is { } value ? Quantity.Duration(value) : "–";
}
