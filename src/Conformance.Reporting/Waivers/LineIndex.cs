namespace Conformance.Reporting.Waivers;

/// <summary>The lines of a text by the place of a byte.</summary>
internal sealed class LineIndex
{
    private readonly List<long> _ends = [];

    public LineIndex(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == (byte)'\n')
            {
                _ends.Add(at);
            }
        }
    }

    /// <summary>The number of the line in which a byte stands; the first is 1.</summary>
    public int Of(long at) => ~_ends.BinarySearch(at) is var next and >= 0 ? next + 1 : _ends.BinarySearch(at) + 1;
}
