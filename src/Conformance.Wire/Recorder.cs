using System.Globalization;

namespace Conformance.Wire;

/// <summary>What one attempt at an exchange looks like from the connection: written by the connection, read by the client.</summary>
internal sealed class Recorder(
    Request request,
    Version version,
    WireOptions options,
    Traffic traffic,
    ExchangeClocks clocks,
    PaceSlot? slot,
    CancellationTokenSource giveUp)
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _continued = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _bodyIsBegun;

    public string Id { get; } = traffic.NextId();

    public Request Request => request;

    public Version Version => version;

    public WireOptions Options => options;

    /// <summary>The head to put on the wire in place of the handler's; set before sending.</summary>
    public byte[] Head { get; set; } = [];

    /// <summary>Bytes of the body that follow the head on the wire, framing included; set before sending.</summary>
    public long BodyOnWire { get; set; }

    public IReadOnlyList<HeaderField> SentHeaders { get; set; } = [];

    public List<int> Interim { get; } = [];

    public IReadOnlyList<HeaderField>? ResponseFields { get; private set; }

    /// <summary>Bytes of the head of the answer that have come.</summary>
    public int HeadBytes { get; set; }

    public long BytesSent { get; private set; }

    public bool WriteFailed { get; private set; }

    public bool IsEarlyAnswer { get; private set; }

    public TimeSpan? SentAfter { get; private set; }

    public TimeSpan? AnsweredAfter { get; private set; }

    /// <summary>What the target sent too much of; null while it did not.</summary>
    public BoundPassedException? Passed { get; private set; }

    /// <summary>Whether the attempt is over, so that whatever comes on its connection now was not asked for.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether a body was asked about and then held back, as <see cref="BodyFraming.ExpectOnly"/> wants it.</summary>
    public bool HeldBack { get; private set; }

    public Task Answered => _answered.Task;

    public Task Continued => _continued.Task;

    public TimeSpan Elapsed => clocks.Elapsed;

    /// <summary>Whether the rest of the body goes nowhere: refused by an answer, or by a connection that does not take it.</summary>
    public bool BodyIsGivenUp => WriteFailed || (IsEarlyAnswer && !Request.FinishesBody);

    /// <summary>Bytes moved: the target is alive, and the clock of the timeout starts anew.</summary>
    public void Progressed() => clocks.Moved();

    public void Over() => IsOver = true;

    /// <summary>
    /// Whether pieces are counted as the handler takes them: on HTTP/2 the connection shows no bodies, and chunk framing is
    /// no part of one.
    /// </summary>
    private bool CountsPieces => Version.Major >= 2 || Request.Framing == BodyFraming.Chunked;

    /// <summary>
    /// Whether the body may be written. The handler writes it anew by itself where the target refused its stream, or closed
    /// a kept connection, and that is a body more.
    /// </summary>
    public bool MayBeginBody()
    {
        if (!_bodyIsBegun)
        {
            return _bodyIsBegun = true;
        }

        BytesSent = 0;
        return (Version.Major < 2 || Request.Retries.HasFlag(RetryOn.Connection)) && Retries.MayResend(Request, options);
    }

    /// <summary>The connection took bytes of a body.</summary>
    public void Wrote(int bytes) => Count(CountsPieces ? 0 : bytes);

    /// <summary>The handler took a piece of a body.</summary>
    public void PassedOn(int bytes) => Count(CountsPieces && !BodyIsGivenUp ? bytes : 0);

    private void Count(int bytes)
    {
        Progressed();
        if (bytes > 0)
        {
            traffic.Sent(bytes);
        }

        if (AnsweredAfter is null)
        {
            BytesSent += bytes;
            Request.Progress?.Report(BytesSent);
        }
    }

    /// <summary>The request is out, or as much of it as will ever be.</summary>
    public void Sent()
    {
        if (!BodyIsGivenUp)
        {
            SentAfter = Elapsed;
        }

        Progressed();
        clocks.Await();
    }

    public void Failed()
    {
        WriteFailed = true;
        Progressed();
        clocks.Await();
    }

    /// <summary>The body is not sent, because nothing but the expectation was to be tried.</summary>
    public void HoldBack() => HeldBack = true;

    /// <summary>Something of an answer came.</summary>
    public void Answering(int headBytes)
    {
        HeadBytes = headBytes;
        Progressed();
        clocks.Await();
    }

    public void Interrupted(int interim)
    {
        Progressed();
        Interim.Add(interim);
        if (SentAfter is null && !WriteFailed && request.Body is not null)
        {
            clocks.AwaitNoLonger();
        }

        if (interim == 100)
        {
            _continued.TrySetResult();
        }

        if (Interim.Count > Bounds.InterimAnswers)
        {
            throw Exceeded(
                Bound.InterimAnswers, FormattableString.Invariant($"too many interim answers: more than {Bounds.InterimAnswers} came"));
        }
    }

    public void Answer(ReadOnlySpan<byte> head, bool bodyIsOut)
    {
        Progressed();
        ResponseFields = Wire.ResponseHead.Fields(head);
        Answer(bodyIsOut);
    }

    /// <summary>The head of the final answer is there; on HTTP/2 the handler has read it.</summary>
    public void Answer(bool bodyIsOut)
    {
        AnsweredAfter = Elapsed;
        IsEarlyAnswer = !bodyIsOut;
        clocks.HeadIsThere();
        if (bodyIsOut || !Request.FinishesBody)
        {
            clocks.Await();
        }
        else
        {
            clocks.AwaitNoLonger();
        }

        slot?.Arrived();
        _answered.TrySetResult();
    }

    /// <summary>The target sent more than a bound allows.</summary>
    /// <returns>What to throw.</returns>
    public BoundPassedException Exceeded(Bound bound, string detail)
    {
        Passed ??= new BoundPassedException(bound, detail);

        // Whoever reads may not be who waits: a body may be under way.
        _ = giveUp.CancelAsync();
        return Passed;
    }

    /// <summary>The longest answer that is read, in words.</summary>
    public BoundPassedException TooLong() => Exceeded(
        Bound.AnswerBytes,
        string.Create(CultureInfo.InvariantCulture, $"answer too long: {options.LongestAnswer / 1024.0 / 1024:0.##} MiB read"));

    /// <summary>Whether a connection was given up before a byte of the request was written to it.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>The connection that the handler chose cannot be used.</summary>
    public void Refuse() => WasRefused = true;

    /// <summary>Whether the head was written, or tried to be.</summary>
    public bool IsBegun { get; private set; }

    /// <summary>Whether the connection had served a request before, and so may be one that the target was just closing.</summary>
    public bool OnUsedConnection { get; private set; }

    /// <summary>The head is about to be written; perhaps anew, because the connection that the handler had kept was closed.</summary>
    public void Begin(bool onUsedConnection)
    {
        IsBegun = true;
        OnUsedConnection = onUsedConnection;
        BytesSent = 0;
        WriteFailed = false;
        Interim.Clear();
    }

    /// <summary>The head was written.</summary>
    public void HeadIsOut()
    {
        Progressed();
        _ = slot?.Written();
        if (request.Body is null)
        {
            clocks.Await();
        }
    }
}
