namespace Conformance.Wire;

/// <summary>A piece of a body as it came: what tells a stream from a buffered one.</summary>
/// <param name="At">The time since the start of the exchange.</param>
/// <param name="Bytes">Bytes of the body that had come by then.</param>
public readonly record struct Arrival(TimeSpan At, long Bytes);
