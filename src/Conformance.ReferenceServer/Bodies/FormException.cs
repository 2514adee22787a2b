namespace Conformance.Reference.Bodies;

/// <summary>The body is not a <c>multipart/form-data</c> of its boundary.</summary>
internal sealed class FormException(Exception inner) : Exception(inner.Message, inner);
