using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>One request answered by a script.</summary>
internal sealed class Performance
{
    private readonly HttpContext http;
    private readonly ScriptedAnswer script;
    private readonly UpstreamArrival arrival;
    private readonly ArrivingBody body;
    private readonly ScriptWire wire;
    private readonly BodyCoder coder;
    private readonly CancellationToken closed;
    private bool headSent;
    private long sent;

    public Performance(HttpContext http, ScriptedAnswer script, UpstreamArrival arrival, ArrivingBody body, TappedConnection? connection)
    {
        (this.http, this.script, this.arrival, this.body) = (http, script, arrival, body);
        wire = connection is null ? new Http2ScriptWire(http) : new Http1ScriptWire(http, connection);
        coder = BodyCoder.For(script.Coding);
        closed = http.RequestAborted;
    }

    /// <summary>Reads the request, unless the script answers before, and does what the script says.</summary>
    public async Task RunAsync()
    {
        try
        {
            using (coder)
            {
                if (!script.IsEarly && !arrival.Body.IsWhole)
                {
                    await body.DrainAsync(closed);
                }

                wire.TakeOver();
                await PlayAsync();
            }

            if (script.IsEarly && !arrival.Body.IsWhole)
            {
                await AnswerWriter.LingerAsync(http);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The other side closed; the arrival says when.
            arrival.CloseSeen();
            Finish();
            http.Abort();
        }
    }

    private async Task PlayAsync()
    {
        var sized = script.IsChunked ? null : Sized();
        var length = sized?.Sum(piece => (long)piece.Length);
        foreach (var step in script.Steps)
        {
            switch (step)
            {
                case ScriptStep.Wait wait:
                    await Task.Delay(wait.Time, closed);
                    break;
                case ScriptStep.Until until:
                    await until.Gate.PassAsync(closed);
                    break;
                case ScriptStep.Silence:
                    await Task.Delay(Timeout.InfiniteTimeSpan, closed);
                    break;
                case ScriptStep.Head:
                    await SendHeadAsync(length);
                    break;
                case ScriptStep.Raw raw:
                    await wire.WriteRawAsync(raw.Bytes, closed);
                    arrival.Answer.Sent("", raw.Bytes.Length);
                    break;
                case ScriptStep.Piece piece:
                    await SendHeadAsync(length);
                    if (!await SendAsync(sized?.Dequeue() ?? coder.Encode(piece.Bytes.Span)))
                    {
                        return;
                    }

                    arrival.Answer.Sent(piece.Name, piece.Bytes.Length);
                    break;
                case ScriptStep.Break { How: var how }:
                    await BreakAsync(how);
                    return;
            }
        }

        await SendHeadAsync(length);
        if (await SendAsync(sized?.Dequeue() ?? coder.End()))
        {
            arrival.Answer.IsOut = true;
            await wire.EndAsync(closed);
            Finish();
        }
    }

    private void Finish()
    {
        if (arrival.Answer.IsOut)
        {
            arrival.Answer.Body.End();
            arrival.Answer.Finished(AnswerEnd.Whole);
        }

        arrival.Answer.Finished(AnswerEnd.ClosedByOther);
    }

    // Encoded beforehand, because the length stands before the first byte.
    private Queue<byte[]> Sized()
    {
        var pieces = new Queue<byte[]>();
        foreach (var piece in script.Steps.OfType<ScriptStep.Piece>())
        {
            pieces.Enqueue(coder.Encode(piece.Bytes.Span));
        }

        pieces.Enqueue(coder.End());
        return pieces;
    }

    private async Task SendHeadAsync(long? length)
    {
        if (headSent)
        {
            return;
        }

        headSent = true;
        var isBare = HttpMethods.IsHead(arrival.Method) || script.Status is 204 or 304;
        var breaks = script.CutAt is not null || script.Steps.Exists(step => step is ScriptStep.Break);
        arrival.Answer.Promised = breaks ? null : isBare ? 0 : length;
        var lines = await wire.WriteHeadAsync(script.Status, script.Headers, script.IsChunked ? null : length, closed);
        arrival.Answer.Began(script.Status, lines);
    }

    /// <returns>False where the script cuts the body here.</returns>
    private async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var cuts = script.CutAt is { } limit && sent + bytes.Length >= limit;
        var piece = cuts ? bytes[..(int)(script.CutAt!.Value - sent)] : bytes;
        if (!piece.IsEmpty && !HttpMethods.IsHead(arrival.Method))
        {
            arrival.Answer.Body.Add(piece.Span);
            await wire.WriteAsync(piece, closed);
        }

        sent += piece.Length;
        if (cuts)
        {
            await BreakAsync(AnswerEnd.Cut);
        }

        return !cuts;
    }

    private async Task BreakAsync(AnswerEnd how)
    {
        arrival.Answer.Finished(how);
        if (how == AnswerEnd.Reset)
        {
            RawConnectionFeature.Reset(http);
        }
        else
        {
            await RawConnectionFeature.CutAsync(http);
        }
    }
}
