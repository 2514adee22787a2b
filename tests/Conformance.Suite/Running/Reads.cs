namespace Conformance.Suite.Running;

/// <summary>What of an answer a rule reads. Where that cannot be read, another rule says so, and this one is not judged.</summary>
public enum Reads
{
    /// <summary>Status and header fields alone.</summary>
    Head,

    /// <summary>The JSON of a success.</summary>
    Success,

    /// <summary>The JSON of an error, whatever its shape.</summary>
    Error,

    /// <summary>The documented error: a refusal counts only when it is the API's own.</summary>
    Refusal,

    /// <summary>The 413 to a body over the limit.</summary>
    TooLarge,
}
