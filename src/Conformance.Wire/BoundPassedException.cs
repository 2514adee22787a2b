namespace Conformance.Wire;

/// <summary>A target sent more than a bound allows. An <see cref="IOException"/>, so that a handler gives the connection up.</summary>
internal sealed class BoundPassedException(Bound bound, string message) : IOException(message)
{
    public Bound Bound => bound;
}
