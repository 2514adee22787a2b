namespace Conformance.Wire;

/// <summary>How the length of a request body is told (RFC 9112, section 6).</summary>
public enum BodyFraming
{
    /// <summary>A <c>content-length</c> field.</summary>
    ContentLength,

    /// <summary><c>transfer-encoding: chunked</c>; on HTTP/2 simply no <c>content-length</c>.</summary>
    Chunked,

    /// <summary>
    /// A <c>content-length</c> field with <c>expect: 100-continue</c>: the body waits for a 100 (RFC 9110, section 10.1.1).
    /// </summary>
    ExpectContinue,

    /// <summary>
    /// As <see cref="ExpectContinue"/>, but a 100 is all that is wanted: the connection is given up then, and no body is sent.
    /// </summary>
    ExpectOnly,

    /// <summary>A <c>content-length</c> field and no body at all until the answer is there.</summary>
    DeclaredOnly,
}
