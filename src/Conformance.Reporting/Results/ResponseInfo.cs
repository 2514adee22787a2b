using System.Text.Json.Serialization;

namespace Conformance.Reporting.Results;

/// <summary>An answer as it was on the wire.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The reason phrase; empty on HTTP/2.</param>
/// <param name="HttpVersion"><c>1.1</c>, <c>1.0</c> or <c>2</c>.</param>
/// <param name="Headers">The header fields in order, spelled as they came; secrets replaced.</param>
/// <param name="Body">The body; null where there was none.</param>
/// <param name="Interim">Interim statuses that came before, such as 100; null where none came.</param>
public sealed record ResponseInfo(
    int Status,
    string Reason,
    string HttpVersion,
    IReadOnlyList<HeaderInfo> Headers,
    BodyInfo? Body,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<int>? Interim = null);
