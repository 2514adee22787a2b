using Conformance.Contract;

namespace Conformance.Suite.Running;

/// <summary>The clause that a rule comes from.</summary>
/// <param name="document">The document, with its date or number.</param>
/// <param name="section">The section in it.</param>
/// <param name="quote">The sentence, in the document's words.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClauseAttribute(string document, string section, string quote) : Attribute
{
    /// <summary>The clause.</summary>
    public Clause Clause { get; } = new(document, section, quote);
}
