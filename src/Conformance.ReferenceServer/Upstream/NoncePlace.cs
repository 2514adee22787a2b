namespace Conformance.Reference;

/// <summary>Where an arrived request carried its nonce.</summary>
public enum NoncePlace
{
    /// <summary>The path of the request target, as an id.</summary>
    Path,

    /// <summary>The query of the request target.</summary>
    Query,

    /// <summary>The field <see cref="Upstream.NonceField"/>.</summary>
    Header,

    /// <summary>The body's first 64 KiB, anywhere but in a form's file name.</summary>
    Body,

    /// <summary>The <c>filename</c> parameter of a form part (RFC 7578, section 4.2), in the body's first 64 KiB.</summary>
    FileName,
}
