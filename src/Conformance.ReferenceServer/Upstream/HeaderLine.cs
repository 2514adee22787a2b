namespace Conformance.Reference;

/// <summary>One header field line (RFC 9110, section 5).</summary>
/// <param name="Name">The field name, spelled as on the wire.</param>
/// <param name="Value">The field value without the whitespace around it; a character is a byte.</param>
public readonly record struct HeaderLine(string Name, string Value)
{
    /// <summary>Whether the name is this one; names are case-insensitive (RFC 9110, section 5.1).</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
