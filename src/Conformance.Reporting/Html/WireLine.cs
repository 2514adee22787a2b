namespace Conformance.Reporting.Html;

/// <summary>A piece of a message as it is shown.</summary>
/// <param name="Text">The text, with its line feeds; everything invisible already made visible.</param>
/// <param name="IsMarked">Whether it decided the verdict.</param>
/// <param name="IsNote">Whether it is the report's own remark and not on the wire.</param>
public sealed record WireLine(string Text, bool IsMarked = false, bool IsNote = false);
