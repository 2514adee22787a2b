using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace Conformance.Reference;

/// <summary>
/// What the upstream does in answer to a request, as one expression that reads from left to right:
/// <c>Script.Answer(529).With("retry-after", "7").Json(error)</c>. Every method gives a new one. On the wire stand the header lines
/// that it names, in its order and spelling, and those that frame the body unless it names them itself; no others on
/// HTTP/1.1, a <c>date</c> on HTTP/2.
/// </summary>
public sealed record ScriptedAnswer
{
    internal ScriptedAnswer()
    {
    }

    internal int Status { get; init; }

    internal ImmutableList<HeaderLine> Headers { get; init; } = [];

    internal ImmutableList<ScriptStep> Steps { get; init; } = [];

    internal string? Coding { get; init; }

    internal long? CutAt { get; init; }

    internal bool IsChunked { get; init; }

    internal bool IsEarly { get; init; }

    internal bool IsOrdinary { get; init; }

    internal ScriptedAnswer? Next { get; init; }

    /// <summary>With one more header line.</summary>
    public ScriptedAnswer With(string name, string value) => this with { Headers = Headers.Add(new HeaderLine(name, value)) };

    /// <summary>With a JSON body.</summary>
    public ScriptedAnswer Json(JsonNode body) => Json(body.ToJsonString());

    /// <summary>With a JSON body, byte for byte this text in UTF-8.</summary>
    public ScriptedAnswer Json(string body) => Body("application/json", Encoding.UTF8.GetBytes(body));

    /// <summary>With a body and its <c>content-type</c>.</summary>
    public ScriptedAnswer Body(string mediaType, ReadOnlyMemory<byte> body) => With("content-type", mediaType).Bytes(body);

    /// <summary>Sends these bytes of the body at once.</summary>
    public ScriptedAnswer Bytes(ReadOnlyMemory<byte> bytes) => Adding(new ScriptStep.Piece("", bytes));

    /// <summary>Sends this text of the body at once, in UTF-8.</summary>
    public ScriptedAnswer Bytes(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends an event at once: <c>event:</c>, a <c>data:</c> line for each line of the data, an empty line.</summary>
    public ScriptedAnswer Event(string name, string data) => Adding(new ScriptStep.Piece(
        name, Encoding.UTF8.GetBytes($"event: {name}\ndata: {data.Replace("\n", "\ndata: ", StringComparison.Ordinal)}\n\n")));

    /// <summary>Sends <c>event: ping</c> at once.</summary>
    public ScriptedAnswer Ping() => Event("ping", """{"type": "ping"}""");

    /// <summary>Sends a comment line and an empty line at once (HTML, section 9.2.6).</summary>
    public ScriptedAnswer Comment(string text) => Adding(new ScriptStep.Piece(":", Encoding.UTF8.GetBytes($": {text}\n\n")));

    /// <summary>Waits at this place.</summary>
    public ScriptedAnswer Pause(TimeSpan time) => Adding(new ScriptStep.Wait(time));

    /// <summary>Waits at this place until the gate is open.</summary>
    public ScriptedAnswer Until(Gate gate) => Adding(new ScriptStep.Until(gate));

    /// <summary>Waits before anything else, the head included.</summary>
    public ScriptedAnswer After(TimeSpan time) => this with { Steps = Steps.Insert(0, new ScriptStep.Wait(time)) };

    /// <summary>Waits before anything else, the head included, until the gate is open.</summary>
    public ScriptedAnswer After(Gate gate) => this with { Steps = Steps.Insert(0, new ScriptStep.Until(gate)) };

    /// <summary>Sends the head at this place, not with the first bytes of the body.</summary>
    public ScriptedAnswer Head() => Adding(new ScriptStep.Head());

    /// <summary>Answers before the request's body is read, as a 413 of an edge does.</summary>
    public ScriptedAnswer BeforeBody() => this with { IsEarly = true };

    /// <summary>
    /// Encodes the body and labels it, whatever <c>accept-encoding</c> says. Each piece can be decoded as soon as it arrived.
    /// </summary>
    /// <param name="coding"><c>gzip</c>, <c>br</c> or <c>deflate</c>.</param>
    /// <exception cref="ArgumentException">It is another one.</exception>
    public ScriptedAnswer Encoded(string coding)
    {
        BodyCoder.For(coding).Dispose();
        return With("content-encoding", coding) with { Coding = coding };
    }

    /// <summary>Without a <c>content-length</c>: in chunks on HTTP/1.1.</summary>
    public ScriptedAnswer Chunked() => this with { IsChunked = true };

    /// <summary>Closes the connection at this place, without the last chunk or the rest of the length; RST_STREAM on HTTP/2.</summary>
    public ScriptedAnswer Cut() => Adding(new ScriptStep.Break(AnswerEnd.Cut));

    /// <summary>Closes the connection after so many bytes of the body as it is sent; RST_STREAM on HTTP/2.</summary>
    public ScriptedAnswer CutAfter(long bytes) => this with { CutAt = bytes };

    /// <summary>Resets the connection at this place; RST_STREAM on HTTP/2.</summary>
    public ScriptedAnswer Reset() => Adding(new ScriptStep.Break(AnswerEnd.Reset));

    /// <summary>Sends nothing more until the other side closes.</summary>
    public ScriptedAnswer Silence() => Adding(new ScriptStep.Silence());

    /// <summary>What the next arrival with the same nonce is answered; the last one answers all that follow.</summary>
    public ScriptedAnswer Then(ScriptedAnswer next) => this with { Next = Next?.Then(next) ?? next };

    internal ScriptedAnswer Turn(int number) => number == 0 || Next is null ? this : Next.Turn(number - 1);

    private ScriptedAnswer Adding(ScriptStep step) => this with { Steps = Steps.Add(step) };
}
