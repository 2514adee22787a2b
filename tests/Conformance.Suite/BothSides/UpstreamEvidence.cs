using System.Diagnostics;
using System.Text;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Reporting.Secrets;
using Conformance.Wire;

namespace Conformance.Suite.BothSides;

/// <summary>Cuts what was seen behind a gateway down to what evidence needs, and takes the secrets out.</summary>
internal static class UpstreamEvidence
{
    private const int ShownCharacters = 1024;

    public static IReadOnlyList<UpstreamInfo> Of(TwoSides both, Redactor redactor) =>
        [.. both.Arrivals.Select(arrival => Of(arrival, both.Client, redactor))];

    private static UpstreamInfo Of(UpstreamArrival arrival, Exchange client, Redactor redactor)
    {
        var start = client.StartedAt;
        return new UpstreamInfo(
            redactor.Text(arrival.Method),
            redactor.Text(arrival.Target),
            arrival.Protocol.Split('/')[^1],
            Headers(arrival.Headers, redactor),
            Body(arrival.Body, !arrival.Body.IsWhole, start, redactor),
            Milliseconds(start, arrival.At)!.Value,
            Milliseconds(start, arrival.ClosedAt),
            Answer(arrival.Answer, client, redactor));
    }

    private static UpstreamAnswerInfo Answer(UpstreamAnswer answer, Exchange client, Redactor redactor)
    {
        var start = client.StartedAt;
        var ended = answer.End.ToString();
        return new UpstreamAnswerInfo(
            answer.IsScripted,
            answer.Status,
            Headers(answer.Headers, redactor),
            Body(answer.Body, answer.End is not (AnswerEnd.Whole or AnswerEnd.NotYet), start, redactor),
            char.ToLowerInvariant(ended[0]) + ended[1..],
            Milliseconds(start, answer.HeadAt),
            Milliseconds(start, answer.EndedAt),
            [.. EventTimes.Of(answer, client).Select(one => new SentEventInfo(one.Name, one.SentMs, one.ReceivedMs))]);
    }

    private static IReadOnlyList<HeaderInfo> Headers(IReadOnlyList<HeaderLine> lines, Redactor redactor) =>
        [.. lines.Select(line => new HeaderInfo(redactor.Text(line.Name), redactor.Field(line.Name, line.Value)))];

    private static SeenBodyInfo? Body(SeenBody body, bool endedEarly, long start, Redactor redactor)
    {
        if (body.Length == 0)
        {
            return null;
        }

        var kept = body.Kept;
        var text = redactor.Text(Encoding.UTF8.GetString(kept.Span));
        var shown = text.Length <= ShownCharacters ? text
            : text[..(char.IsHighSurrogate(text[ShownCharacters - 1]) ? ShownCharacters - 1 : ShownCharacters)];
        return new SeenBodyInfo(
            body.Length,
            shown,
            shown.Length < text.Length || body.Length > kept.Length,
            shown.Length < text.Length || body.Length > kept.Length ? body.Sha256 : null,
            Milliseconds(start, body.FirstByteAt),
            Milliseconds(start, body.LastByteAt))
        {
            EndedEarly = endedEarly,
        };
    }

    private static double? Milliseconds(long start, long? at) =>
        at is { } timestamp ? Math.Round(Stopwatch.GetElapsedTime(start, timestamp).TotalMilliseconds, 2) : null;
}
