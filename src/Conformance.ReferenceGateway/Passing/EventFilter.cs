using System.Text;

namespace Conformance.Gateway.Passing;

/// <summary>Changes the blocks of an event stream, each from its first line to the empty line after it.</summary>
/// <param name="rewrite">Takes a block as it came and gives those that are sent in its place.</param>
internal sealed class EventFilter(Func<string, IEnumerable<string>> rewrite) : BodyFilter
{
    private static readonly string[] Ends = ["\r\n\r\n", "\n\n"];

    private string pending = "";

    /// <inheritdoc />
    public override IEnumerable<ReadOnlyMemory<byte>> Pass(ReadOnlyMemory<byte> piece)
    {
        // A character is a byte, so that UTF-8 that is split over pieces stays whole.
        pending += Encoding.Latin1.GetString(piece.Span);
        while (Length(pending) is > 0 and var length)
        {
            var block = pending[..length];
            pending = pending[length..];
            foreach (var sent in rewrite(block))
            {
                yield return Encoding.Latin1.GetBytes(sent);
            }
        }
    }

    /// <inheritdoc />
    public override IEnumerable<ReadOnlyMemory<byte>> End()
    {
        var rest = Encoding.Latin1.GetBytes(pending);
        pending = "";
        return [rest];
    }

    private static int Length(string text) => Ends
        .Select(end => (At: text.IndexOf(end, StringComparison.Ordinal), end.Length))
        .Where(end => end.At >= 0)
        .OrderBy(end => end.At)
        .Select(end => end.At + end.Length)
        .FirstOrDefault();
}
