using System.Text.Json.Serialization;

namespace Conformance.Reporting.Results;

/// <summary>A request and what came of it, cut down to what evidence needs. Keys are redacted.</summary>
/// <param name="Id">Its name in this run, <c>x17</c>; numbers follow the order in which exchanges became evidence.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Response">The final answer; null where none came.</param>
/// <param name="Outcome">
/// <c>answered</c>, <c>refused</c> (no connection), <c>unresolved</c> (no such host), <c>reset</c> (the connection ended
/// without an answer), <c>timeout</c>, <c>tls</c>, <c>malformed</c> (not HTTP), <c>versionrefused</c> or <c>excessive</c>
/// (more than the suite takes).
/// </param>
/// <param name="Detail">One line on an outcome other than <c>answered</c>; otherwise null.</param>
/// <param name="Attempts">How many times the request was sent; the earlier ones are exchanges of their own.</param>
/// <param name="Timings">How long its parts took.</param>
public sealed record ExchangeInfo(
    string Id,
    RequestInfo Request,
    ResponseInfo? Response,
    string Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
    int Attempts,
    TimingInfo Timings)
{
    /// <summary>Whether a 100 came: before the final answer, or in place of one where the body was then given up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Continued { get; init; }

    /// <summary>What arrived behind a gateway, in order: nothing, one, or several; null in a run that sees one side only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UpstreamInfo>? Upstream { get; init; }
}
