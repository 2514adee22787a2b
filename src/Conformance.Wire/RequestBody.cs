using System.Collections.Concurrent;
using System.Text;

namespace Conformance.Wire;

/// <summary>
/// A request body that is never held: a beginning, one byte many times from a buffer that all bodies share, and an end. That
/// byte is a space unless it says otherwise: insignificant whitespace between the tokens of a JSON text (RFC 8259, section 2),
/// and fine content for a file.
/// </summary>
/// <param name="Prefix">The bytes before the filler.</param>
/// <param name="Filler">How often the filling byte stands between them.</param>
/// <param name="Suffix">The bytes after it.</param>
public sealed record RequestBody(ReadOnlyMemory<byte> Prefix, long Filler, ReadOnlyMemory<byte> Suffix)
{
    /// <summary>Bytes in one piece of filler, and in one full chunk.</summary>
    internal const int PieceLength = 256 * 1024;

    private static readonly ConcurrentDictionary<byte, byte[]> Shared = new();

    /// <summary>The byte that fills: a space, or something that cannot be left out without changing what the body says.</summary>
    public byte FillerByte { get; init; } = (byte)' ';

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

        var piece = Filler > 0 ? Shared.GetOrAdd(FillerByte, Full) : [];
        for (var left = Filler; left > 0; left -= PieceLength)
        {
            yield return piece.AsMemory(0, (int)Math.Min(left, PieceLength));
        }

        if (!Suffix.IsEmpty)
        {
            yield return Suffix;
        }
    }

    private static byte[] Full(byte value)
    {
        var piece = GC.AllocateUninitializedArray<byte>(PieceLength, pinned: true);
        piece.AsSpan().Fill(value);
        return piece;
    }
}
