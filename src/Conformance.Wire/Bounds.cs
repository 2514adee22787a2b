namespace Conformance.Wire;

/// <summary>
/// How much of anything a target may send, whatever it is. What a user may want otherwise is in <see cref="WireOptions"/>.
/// </summary>
public static class Bounds
{
    /// <summary>
    /// The longest head of an answer, in bytes, its interim answers not counted; over HTTP/2 the size of the field
    /// section (RFC 9113, section 6.5.2). Servers and proxies keep to 8 to 64 KiB.
    /// </summary>
    public const int HeadBytes = 64 * 1024;

    /// <summary>The most field lines of a head. Servers and proxies take around a hundred; ten times that is no accident.</summary>
    public const int HeadFields = 1_000;

    /// <summary>
    /// The most interim answers (RFC 9110, section 15.2) before a final one. A 102 every second, as a server may send to
    /// keep a client patient, fills a minute and a half.
    /// </summary>
    public const int InterimAnswers = 100;

    /// <summary>
    /// The most HTTP/2 frames in a row that carry nothing of any answer: SETTINGS, PING, PRIORITY, empty DATA and unknown
    /// ones. The handler acknowledges SETTINGS and PING, and a target that does not read the acknowledgements fills memory.
    /// </summary>
    public const int ControlFrames = 1_000;

    /// <summary>
    /// The most CONTINUATION frames of one field section: where they carry anything worth a frame, <see cref="HeadBytes"/> is
    /// passed first.
    /// </summary>
    public const int Continuations = 256;

    /// <summary>How many timeouts the head of an answer may take, from when the request is out or the answer begins.</summary>
    public const int HeadTimeouts = 2;

    /// <summary>How many timeouts a whole answer may take, from when the request is out or the answer begins.</summary>
    public const int AnswerTimeouts = 10;

    /// <summary>The most bytes to which the kept part of a body is decoded: more than any JSON that a rule looks at.</summary>
    public const int DecodedBytes = 1024 * 1024;

    /// <summary>Bytes that a coding may expand to whatever it began as: small bodies of repetitive JSON compress very well.</summary>
    public const int DecodedFreely = 64 * 1024;

    /// <summary>How many times its size a coding may expand to beyond <see cref="DecodedFreely"/>; real JSON stays below 50.</summary>
    public const int DecodedRatio = 200;

    /// <summary>The most codings that are undone one after another. More than one is unusual already.</summary>
    public const int Codings = 8;
}
