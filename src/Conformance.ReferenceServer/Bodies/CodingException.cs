namespace Conformance.Reference.Bodies;

/// <summary>The body is not in the coding that <c>content-encoding</c> names.</summary>
internal sealed class CodingException(Exception inner) : Exception(inner.Message, inner);
