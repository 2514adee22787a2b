namespace Conformance.Contract;

/// <summary>Why the probe of an operation is harmless, and so how it is answered.</summary>
public enum ProbeKind
{
    /// <summary>A read that succeeds: 200.</summary>
    Read,

    /// <summary>A request that costs a few tokens: 200.</summary>
    Tokens,

    /// <summary>A read of, or a write to, a resource that cannot exist: 404.</summary>
    UnknownResource,

    /// <summary>
    /// A write whose body is refused: 400. A rule that itself expects a 400 cannot be told apart from this answer,
    /// and is therefore never applied to such an operation.
    /// </summary>
    RefusedBody,
}
