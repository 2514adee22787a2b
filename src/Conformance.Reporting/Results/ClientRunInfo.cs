using System.Text.Json.Serialization;

namespace Conformance.Reporting.Results;

/// <summary>One run of a client that is checked.</summary>
/// <param name="Scenario">The name of the scenario.</param>
/// <param name="Does">What the server did, as a sentence without a full stop.</param>
/// <param name="ExitCode">The exit code of the client; null where it did not end by itself.</param>
/// <param name="Ended">How it ended, in a few words.</param>
/// <param name="Requests">How many requests it sent.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
public sealed record ClientRunInfo(string Scenario, string Does, int? ExitCode, string Ended, int Requests, double DurationMs)
{
    /// <summary>The end of what it wrote to its standard streams; null where that was nothing, or nobody saw it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Wrote { get; init; }
}
