namespace Conformance.Gateway.Passing;

/// <summary>A request has both <c>content-length</c> and <c>transfer-encoding</c> (RFC 9112, section 6.3).</summary>
internal sealed class SmugglingException() : Exception("A request with both content-length and transfer-encoding is not forwarded");
