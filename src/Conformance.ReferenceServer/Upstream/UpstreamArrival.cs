using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Conformance.Reference;

/// <summary>
/// One request as it arrived at the upstream, recorded before it is judged. Its body may still be arriving. Times are those of
/// <see cref="Stopwatch.GetTimestamp"/>.
/// </summary>
public sealed class UpstreamArrival
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<Nonce, HashSet<NoncePlace>> carriers = [];
    private int scanned;

    private UpstreamArrival(long number, string connectionId, string protocol, bool isTls, string method, string target)
    {
        (Number, ConnectionId, Protocol, IsTls, Method, Target) = (number, connectionId, protocol, isTls, method, target);
        At = Stopwatch.GetTimestamp();
    }

    /// <summary>Which arrival at this upstream it is, from 1.</summary>
    public long Number { get; }

    /// <summary>The connection it came on; two arrivals on one connection have the same.</summary>
    public string ConnectionId { get; }

    /// <summary><c>HTTP/1.0</c>, <c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; }

    /// <summary>Whether it came over TLS.</summary>
    public bool IsTls { get; }

    /// <summary>The method as it came.</summary>
    public string Method { get; }

    /// <summary>The request target as it came, byte for byte: path and query, nothing decoded.</summary>
    public string Target { get; }

    /// <summary>
    /// The header lines. On HTTP/1.1 in the order and spelling of the wire (see <see cref="RawHead"/>); otherwise as the server
    /// gives them: names in lower case, the lines of one name together and in order.
    /// </summary>
    public IReadOnlyList<HeaderLine> Headers { get; private init; } = [];

    /// <summary>
    /// The head as it stood on the wire, the empty line at its end included; empty on HTTP/2, and on a connection on which an
    /// earlier request's body was not read to its end.
    /// </summary>
    public ReadOnlyMemory<byte> RawHead { get; private init; }

    /// <summary>When its head was whole.</summary>
    public long At { get; }

    /// <summary>The body, with its content coding and without chunk framing.</summary>
    public SeenBody Body { get; private init; } = new();

    /// <summary>What is answered to it.</summary>
    public UpstreamAnswer Answer { get; } = new();

    /// <summary>When the other side closed the connection or the stream before the answer was out; null where it did not.</summary>
    public long? ClosedAt { get; private set; }

    /// <summary>Completes when the other side closes before the answer is out; never where it does not.</summary>
    public Task Closed => closed.Task;

    /// <summary>Completes when the upstream is done with it: answered, cut or closed.</summary>
    public Task Finished => finished.Task;

    /// <summary>The nonces it carries; usually one or none.</summary>
    public IReadOnlyCollection<Nonce> Nonces
    {
        get
        {
            lock (gate)
            {
                return [.. carriers.Keys];
            }
        }
    }

    /// <summary>The values of the lines with this name, in order.</summary>
    public IReadOnlyList<string> Values(string name) => [.. Headers.Where(line => line.Is(name)).Select(line => line.Value)];

    /// <summary>The places that still carry the nonce.</summary>
    public IReadOnlySet<NoncePlace> Places(Nonce nonce)
    {
        lock (gate)
        {
            return carriers.TryGetValue(nonce, out var places) ? new HashSet<NoncePlace>(places) : [];
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"{Method} {Target} {Protocol}";

    internal static UpstreamArrival Of(HttpContext http, ReadOnlyMemory<byte> rawHead, long number, int keptOfBody = SeenBody.MostKept)
    {
        var feature = http.Features.GetRequiredFeature<IHttpRequestFeature>();
        var lines = rawHead.IsEmpty
            ? http.Request.Headers.SelectMany(field => field.Value.Select(value => new HeaderLine(field.Key, value ?? "")))
            : Lines(Encoding.Latin1.GetString(rawHead.Span));
        return new UpstreamArrival(
            number, http.Connection.Id, http.Request.Protocol, http.Request.IsHttps, http.Request.Method, feature.RawTarget)
        {
            Headers = [.. lines],
            RawHead = rawHead,
            Body = new SeenBody(keptOfBody),
        };
    }

    /// <summary>Notes a nonce that the head carries.</summary>
    internal void Carries(Nonce nonce, NoncePlace place)
    {
        lock (gate)
        {
            (carriers.TryGetValue(nonce, out var places) ? places : carriers[nonce] = []).Add(place);
        }
    }

    /// <summary>Notes bytes of the body.</summary>
    /// <returns>The nonces in them that the arrival was not yet known to carry.</returns>
    internal IReadOnlyList<Nonce> Received(ReadOnlySpan<byte> bytes, NonceFinder finder)
    {
        var grows = Body.Length < SeenBody.MostKept;
        Body.Add(bytes);
        if (!grows)
        {
            return [];
        }

        var found = new List<Nonce>();
        lock (gate)
        {
            foreach (var (nonce, place) in finder.In(Body.Beginning, ref scanned))
            {
                if (!carriers.TryGetValue(nonce, out var places))
                {
                    found.Add(nonce);
                    carriers[nonce] = places = [];
                }

                places.Add(place);
            }
        }

        return found;
    }

    internal void CloseSeen()
    {
        // What the upstream cut itself was not closed by the other side.
        if (Answer is { EndedAt: null, IsOut: false })
        {
            ClosedAt = Stopwatch.GetTimestamp();
            Answer.Finished(AnswerEnd.ClosedByOther);
            closed.TrySetResult();
        }
    }

    internal void Finish() => finished.TrySetResult();

    private static IEnumerable<HeaderLine> Lines(string head) =>
        from line in head.Split('\n').Skip(1)
        let text = line.TrimEnd('\r')
        let colon = text.IndexOf(':', StringComparison.Ordinal)
        where colon > 0
        select new HeaderLine(text[..colon], text[(colon + 1)..].Trim(' ', '\t'));
}
