namespace Conformance.Wire;

/// <summary>One header field line, spelled as on the wire (RFC 9110, section 5).</summary>
/// <param name="Name">The field name; its case is kept.</param>
/// <param name="Value">The field value, without surrounding whitespace.</param>
public readonly record struct HeaderField(string Name, string Value)
{
    /// <summary>Whether the name is this one; names are case-insensitive (RFC 9110, section 5.1).</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
