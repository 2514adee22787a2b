namespace Conformance.Gateway.Upstream;

/// <summary>The upstream failed.</summary>
internal sealed class UpstreamException(UpstreamFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How.</summary>
    public UpstreamFailure Failure => failure;
}
