namespace Conformance.Reporting.Results;

/// <summary>A request as it was on the wire.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Url">The full URL.</param>
/// <param name="HttpVersion"><c>1.1</c> or <c>2</c>.</param>
/// <param name="Headers">The header fields in order, spelled as sent; secrets replaced.</param>
/// <param name="Body">The body; null where there was none.</param>
/// <param name="BytesSent">Bytes of the body written before the answer came (all of them on an ordinary exchange).</param>
public sealed record RequestInfo(
    string Method, string Url, string HttpVersion, IReadOnlyList<HeaderInfo> Headers, BodyInfo? Body, long BytesSent);
