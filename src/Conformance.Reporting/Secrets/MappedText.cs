namespace Conformance.Reporting.Secrets;

/// <summary>A text that was decoded from another.</summary>
/// <param name="Text">The decoded text.</param>
/// <param name="Map">
/// The range of the source, from its first character to behind its last, that one character of the text stands for; null
/// where the text is the source.
/// </param>
internal sealed record MappedText(string Text, Func<int, (int Start, int End)>? Map = null)
{
    /// <summary>The range of the source that a range of the text stands for.</summary>
    public (int Start, int End) Source(int start, int length) =>
        Map is null ? (start, start + length) : (Map(start).Start, Map(start + length - 1).End);
}
