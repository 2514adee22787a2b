using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Conformance.Wire;

/// <summary>What one attempt at an exchange looks like from the connection: written by the connection, read by the client.</summary>
internal sealed class Recorder(Request request, Version version, TimeSpan timeout, TimeSpan continueTimeout, CancellationTokenSource stall)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _continued = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile bool _finished;

    public string Id { get; } = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    public Request Request { get; } = request;

    public Version Version { get; } = version;

    /// <summary>The head to put on the wire in place of the handler's; set before sending.</summary>
    public byte[] Head { get; set; } = [];

    public IReadOnlyList<HeaderField> SentHeaders { get; set; } = [];

    /// <summary>How long a body with an expectation waits before it is sent all the same.</summary>
    public TimeSpan ContinueTimeout { get; } = continueTimeout;

    public List<int> Interim { get; } = [];

    public string? ResponseHead { get; private set; }

    public long BytesSent { get; private set; }

    public bool WriteFailed { get; private set; }

    public bool IsEarlyAnswer { get; private set; }

    public TimeSpan? SentAfter { get; private set; }

    public TimeSpan? AnsweredAfter { get; private set; }

    public Task Answered => _answered.Task;

    public Task Continued => _continued.Task;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Whether the rest of the body goes nowhere: refused by an answer, or by a connection that does not take it.</summary>
    public bool BodyIsGivenUp => WriteFailed || (IsEarlyAnswer && !Request.FinishesBody);

    /// <summary>Bytes moved: the target is alive, and the clock of the timeout starts anew.</summary>
    public void Progressed() => stall.CancelAfter(_finished ? Timeout.InfiniteTimeSpan : timeout);

    public void Finished()
    {
        _finished = true;
        Progressed();
    }

    /// <summary>
    /// Whether pieces are counted as the handler takes them: on HTTP/2 the connection shows no bodies, and chunk framing is
    /// no part of one.
    /// </summary>
    private bool CountsPieces => Version.Major >= 2 || Request.Framing == BodyFraming.Chunked;

    /// <summary>The connection took bytes of a body.</summary>
    public void Wrote(int bytes) => Count(CountsPieces ? 0 : bytes);

    /// <summary>The handler took a piece of a body.</summary>
    public void Passed(int bytes) => Count(CountsPieces && !BodyIsGivenUp ? bytes : 0);

    private void Count(int bytes)
    {
        Progressed();
        if (AnsweredAfter is null)
        {
            BytesSent += bytes;
            Request.Progress?.Report(BytesSent);
        }
    }

    public void Sent()
    {
        if (!BodyIsGivenUp)
        {
            SentAfter = Elapsed;
        }

        Progressed();
    }

    public void Failed()
    {
        WriteFailed = true;
        Progressed();
    }

    public void Interrupted(int interim)
    {
        Progressed();
        Interim.Add(interim);
        if (interim == 100)
        {
            _continued.TrySetResult();
        }
    }

    public void Answer(ReadOnlySpan<byte> head, bool bodyIsOut)
    {
        Progressed();
        ResponseHead = Encoding.Latin1.GetString(head);
        Answer(bodyIsOut);
    }

    /// <summary>The head of the final answer is there; on HTTP/2 the handler has read it.</summary>
    public void Answer(bool bodyIsOut)
    {
        AnsweredAfter = Elapsed;
        IsEarlyAnswer = !bodyIsOut;
        _answered.TrySetResult();
    }

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
}
