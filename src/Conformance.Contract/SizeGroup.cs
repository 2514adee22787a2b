namespace Conformance.Contract;

/// <summary>The documented request size limit that binds an operation ("Request size limits", 2025-08).</summary>
public enum SizeGroup
{
    /// <summary>No limit is documented for the operation.</summary>
    None,

    /// <summary>"Standard endpoints (Messages, Token Counting): 32 MB".</summary>
    Standard,

    /// <summary>"Batch API: 256 MB".</summary>
    Batch,

    /// <summary>"Files API: 500 MB".</summary>
    Files,
}
