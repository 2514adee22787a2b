using System.IO.Compression;
using Conformance.Contract;
using Microsoft.Extensions.Primitives;

namespace Conformance.Reference.Bodies;

/// <summary>The codings of a request body that the server undoes: <c>gzip</c>, once.</summary>
internal static class ContentCoding
{
    /// <summary>Whether the server can undo what the header field names.</summary>
    public static bool IsUnderstood(StringValues contentEncoding)
    {
        var codings = Codings(contentEncoding);
        return codings.Count == 0 || (codings.Count == 1 && IsGzip(codings[0]));
    }

    /// <summary>The body as its operation reads it: counted as it arrives, and once more after it was decoded.</summary>
    /// <param name="request">A request whose coding <see cref="IsUnderstood"/>.</param>
    /// <param name="limit">The most bytes, before and after decoding.</param>
    /// <param name="takes">What the operation takes; what takes no body leaves one as it is.</param>
    public static Stream Decode(HttpRequest request, long limit, RequestMedia takes)
    {
        var body = new BodyStream(request.Body, limit, decoded: false);
        return takes == RequestMedia.None || Codings(request.Headers.ContentEncoding).Count == 0
            ? body
            : new BodyStream(new GZipStream(body, CompressionMode.Decompress), limit, decoded: true);
    }

    private static List<string> Codings(StringValues contentEncoding) =>
        contentEncoding.Count == 0
            ? []
            : [.. contentEncoding.ToString()
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))];

    // "A recipient SHOULD consider "x-gzip" to be equivalent to "gzip"" (RFC 9110, section 8.4.1.3).
    private static bool IsGzip(string coding) =>
        coding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase);
}
