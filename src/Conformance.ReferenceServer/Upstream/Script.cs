namespace Conformance.Reference;

/// <summary>
/// The beginnings of scripts: what the upstream will answer to one nonce, laid ready with
/// <see cref="UpstreamScripts.For"/> before the request is sent.
/// </summary>
public static class Script
{
    /// <summary>An answer with this status; its body has a <c>content-length</c> unless the script says otherwise.</summary>
    public static ScriptedAnswer Answer(int status) => new() { Status = status };

    /// <summary>A 200 with <c>content-type: text/event-stream</c>, in chunks; its head is sent before the first event is.</summary>
    public static ScriptedAnswer Stream() =>
        new ScriptedAnswer { Status = 200, IsChunked = true, Steps = [new ScriptStep.Head()] }
            .With("content-type", "text/event-stream; charset=utf-8");

    /// <summary>No answer: the request is read, then the connection is closed.</summary>
    public static ScriptedAnswer Cut() => new() { Steps = [new ScriptStep.Break(AnswerEnd.Cut)] };

    /// <summary>No answer: the request is read, then the connection is reset.</summary>
    public static ScriptedAnswer Reset() => new() { Steps = [new ScriptStep.Break(AnswerEnd.Reset)] };

    /// <summary>No answer: the request is read, then nothing happens until the other side closes.</summary>
    public static ScriptedAnswer Silence() => new() { Steps = [new ScriptStep.Silence()] };

    /// <summary>
    /// These bytes on the connection in place of an answer, then its end: garbage, or a head with false lengths. HTTP/2 has no
    /// such thing; there the stream is reset.
    /// </summary>
    public static ScriptedAnswer Raw(ReadOnlyMemory<byte> bytes) =>
        new() { Steps = [new ScriptStep.Raw(bytes), new ScriptStep.Break(AnswerEnd.Cut)] };

    /// <summary>What the reference server answers by itself; for a turn of <see cref="ScriptedAnswer.Then"/>.</summary>
    public static ScriptedAnswer Ordinary() => new() { IsOrdinary = true };
}
