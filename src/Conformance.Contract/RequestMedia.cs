namespace Conformance.Contract;

/// <summary>What an operation takes as its request body.</summary>
public enum RequestMedia
{
    /// <summary>No body.</summary>
    None,

    /// <summary><c>application/json</c>.</summary>
    Json,

    /// <summary><c>multipart/form-data</c>.</summary>
    Multipart,
}
