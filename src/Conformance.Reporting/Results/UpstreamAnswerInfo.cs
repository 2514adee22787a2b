using System.Text.Json.Serialization;

namespace Conformance.Reporting.Results;

/// <summary>What was answered behind a gateway. Times are milliseconds from the client's start.</summary>
/// <param name="Scripted">Whether a rule said what to answer.</param>
/// <param name="Status">The status; null where no answer was sent.</param>
/// <param name="Headers">The header fields in order; secrets replaced.</param>
/// <param name="Body">The body; null where there was none.</param>
/// <param name="Ended"><c>whole</c>, <c>cut</c>, <c>reset</c>, <c>closedByOther</c> or <c>notYet</c>.</param>
/// <param name="HeadMs">When its head was sent.</param>
/// <param name="EndedMs">When it ended.</param>
/// <param name="Events">The events of a scripted stream, with when the client got each.</param>
public sealed record UpstreamAnswerInfo(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Scripted,
    int? Status,
    IReadOnlyList<HeaderInfo> Headers,
    SeenBodyInfo? Body,
    string Ended,
    double? HeadMs,
    double? EndedMs,
    IReadOnlyList<SentEventInfo> Events);
