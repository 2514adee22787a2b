namespace Conformance.Wire;

/// <summary>A body with its content codings undone (RFC 9110, section 8.4).</summary>
/// <param name="Bytes">What came out, whole or as far as it went.</param>
/// <param name="Fault">What went wrong; null where the bytes are the whole of it.</param>
public sealed record Decoded(ReadOnlyMemory<byte> Bytes, DecodingFault? Fault);
