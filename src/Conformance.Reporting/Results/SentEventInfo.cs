namespace Conformance.Reporting.Results;

/// <summary>A piece of an event stream on its way through a gateway. Times are milliseconds from the client's start.</summary>
/// <param name="Name">The event's name; <c>:</c> for a comment; empty for plain bytes.</param>
/// <param name="SentMs">When it was sent upstream.</param>
/// <param name="ReceivedMs">When the client had as many bytes; null where it never had, or the bytes were not the same.</param>
public sealed record SentEventInfo(string Name, double SentMs, double? ReceivedMs);
