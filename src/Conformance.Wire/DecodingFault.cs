namespace Conformance.Wire;

/// <summary>Why the codings of a body could not be undone.</summary>
public enum DecodingFault
{
    /// <summary>A coding that is not one of gzip, x-gzip, deflate, br and identity, or more codings than anybody uses.</summary>
    UnknownCoding,

    /// <summary>The bytes are not what the coding is.</summary>
    DoesNotDecode,

    /// <summary>
    /// More comes out than is decoded (<see cref="Bounds.DecodedBytes"/>, <see cref="Bounds.DecodedRatio"/>), or the body was
    /// kept only in part. What was decoded until then is there.
    /// </summary>
    TooLong,
}
