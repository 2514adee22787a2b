using System.Text;

namespace Conformance.Wire;

/// <summary>
/// A request body that is never held: a beginning, a number of spaces from one buffer that all bodies share, and an end.
/// Spaces are insignificant whitespace between the tokens of a JSON text (RFC 8259, section 2), and fine content for a file.
/// </summary>
/// <param name="Prefix">The bytes before the filler.</param>
/// <param name="Filler">The number of spaces.</param>
/// <param name="Suffix">The bytes after it.</param>
public sealed record RequestBody(ReadOnlyMemory<byte> Prefix, long Filler, ReadOnlyMemory<byte> Suffix)
{
    /// <summary>Bytes in one piece of filler, and in one full chunk.</summary>
    internal const int PieceLength = 256 * 1024;

    private static readonly byte[] Piece = Spaces();

    /// <summary>The length of the body in bytes, without any framing.</summary>
    public long Length => Prefix.Length + Filler + Suffix.Length;

    /// <summary>A small body, held as it is.</summary>
    public static RequestBody Of(ReadOnlyMemory<byte> bytes) => new(bytes, 0, ReadOnlyMemory<byte>.Empty);

    /// <summary>A text, as UTF-8 without a byte order mark.</summary>
    public static RequestBody Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>A JSON object padded with whitespace before its closing brace to exactly this many bytes.</summary>
    /// <param name="json">A JSON object.</param>
    /// <param name="length">The length to reach, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The object is longer than that already.</exception>
    public static RequestBody PaddedJson(string json, long length)
    {
        var bytes = Encoding.UTF8.GetBytes(json.TrimEnd());
        ArgumentOutOfRangeException.ThrowIfLessThan(length, bytes.Length);
        return new RequestBody(bytes.AsMemory(0, bytes.Length - 1), length - bytes.Length, bytes.AsMemory(bytes.Length - 1));
    }

    /// <summary>The body in pieces, none longer than <see cref="PieceLength"/> but the prefix and suffix, which are small.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        if (!Prefix.IsEmpty)
        {
            yield return Prefix;
        }

        for (var left = Filler; left > 0; left -= PieceLength)
        {
            yield return Piece.AsMemory(0, (int)Math.Min(left, PieceLength));
        }

        if (!Suffix.IsEmpty)
        {
            yield return Suffix;
        }
    }

    private static byte[] Spaces()
    {
        var piece = GC.AllocateUninitializedArray<byte>(PieceLength, pinned: true);
        piece.AsSpan().Fill((byte)' ');
        return piece;
    }
}
