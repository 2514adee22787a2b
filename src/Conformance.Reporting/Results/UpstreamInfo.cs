using System.Text.Json.Serialization;

namespace Conformance.Reporting.Results;

/// <summary>
/// One request as it arrived behind a gateway, and what was answered to it there. Times are milliseconds from the client's start.
/// </summary>
/// <param name="Method">The method as it came.</param>
/// <param name="Target">The request target as it came: path and query.</param>
/// <param name="HttpVersion"><c>1.0</c>, <c>1.1</c> or <c>2</c>.</param>
/// <param name="Headers">The header fields as they came, in order; secrets replaced.</param>
/// <param name="Body">The body as it came; null where there was none.</param>
/// <param name="ArrivedMs">When its head was whole.</param>
/// <param name="ClosedMs">When the gateway closed before the answer was out; null where it did not.</param>
/// <param name="Answer">What was answered.</param>
public sealed record UpstreamInfo(
    string Method,
    string Target,
    string HttpVersion,
    IReadOnlyList<HeaderInfo> Headers,
    SeenBodyInfo? Body,
    double ArrivedMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ClosedMs,
    UpstreamAnswerInfo Answer);
