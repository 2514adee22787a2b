namespace Conformance.Reporting.Costs;

/// <summary>How much later something came than without the gateway, in milliseconds.</summary>
/// <param name="Median">Half came no later.</param>
/// <param name="P95">Nineteen of twenty came no later.</param>
public sealed record AddedTime(double Median, double P95)
{
    internal static AddedTime? Of(double? median, double? p95) => median is { } half && p95 is { } most ? new AddedTime(half, most) : null;
}
