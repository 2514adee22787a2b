namespace Conformance.Gateway.Upstream;

/// <summary>What the upstream did instead of answering.</summary>
internal enum UpstreamFailure
{
    /// <summary>No connection, or it ended before the head of an answer; 502.</summary>
    Unreachable,

    /// <summary>What came is not HTTP; 502.</summary>
    Malformed,

    /// <summary>Nothing came in time; 504.</summary>
    Silent,

    /// <summary>The answer ended before its end; the client's connection is cut too.</summary>
    Cut,
}
