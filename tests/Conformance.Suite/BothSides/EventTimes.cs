using System.Diagnostics;
using Conformance.Reference;
using Conformance.Wire;

namespace Conformance.Suite.BothSides;

/// <summary>
/// When a piece of a stream was sent upstream, and when the client had as many bytes; milliseconds from the client's start.
/// </summary>
/// <param name="Name">The event's name.</param>
/// <param name="SentMs">When it was sent.</param>
/// <param name="ReceivedMs">When the client had it; null where it never had, or the bytes that it got are not those that were sent.</param>
internal sealed record EventTimes(string Name, double SentMs, double? ReceivedMs)
{
    /// <summary>The times of every piece of a scripted answer.</summary>
    public static IEnumerable<EventTimes> Of(UpstreamAnswer answer, Exchange client)
    {
        var arrivals = client.Response?.Arrivals ?? [];
        var isSame = client.Response is { } response && response.BodyLength == answer.Body.Length
            && client.Response.Header("content-encoding") is null && answer.Header("content-encoding") is null;
        long sent = 0;
        foreach (var piece in answer.Pieces)
        {
            sent += piece.Bytes;
            var arrival = arrivals.FirstOrDefault(one => one.Bytes >= sent);
            yield return new EventTimes(
                piece.Name,
                Math.Round(Stopwatch.GetElapsedTime(client.StartedAt, piece.At).TotalMilliseconds, 2),
                isSame && arrival.Bytes >= sent && sent > 0 ? Math.Round(arrival.At.TotalMilliseconds, 2) : null);
        }
    }
}
