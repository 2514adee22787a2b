namespace Conformance.Contract;

/// <summary>Where a promise stands.</summary>
/// <param name="Document">The document, with its date or number: <c>API overview, 2025-08</c>, <c>RFC 9110</c>.</param>
/// <param name="Section">The section in it.</param>
/// <param name="Quote">The sentence, in the document's words.</param>
public sealed record Clause(string Document, string Section, string Quote);
