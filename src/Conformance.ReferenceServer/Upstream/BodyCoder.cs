using System.IO.Compression;

namespace Conformance.Reference;

/// <summary>Applies a content coding piece by piece, so that each can be decoded as soon as it arrived.</summary>
internal sealed class BodyCoder : IDisposable
{
    private readonly MemoryStream coded = new();
    private readonly Stream coder;

    private BodyCoder(Func<Stream, Stream> coding) => coder = coding(coded);

    /// <summary>The coder of a coding; null of none leaves bytes as they are.</summary>
    /// <exception cref="ArgumentException">The coding is none that there is a coder for.</exception>
    public static BodyCoder For(string? coding) => new(coding switch
    {
        null => coded => coded,
        "gzip" => coded => new GZipStream(coded, CompressionLevel.Fastest, leaveOpen: true),
        "br" => coded => new BrotliStream(coded, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => coded => new ZLibStream(coded, CompressionLevel.Fastest, leaveOpen: true),
        _ => throw new ArgumentException($"'{coding}' is not a coding that a script can apply: gzip, br, deflate", nameof(coding)),
    });

    /// <summary>The bytes that carry a piece, whole.</summary>
    public byte[] Encode(ReadOnlySpan<byte> piece)
    {
        coder.Write(piece);
        coder.Flush();
        return Take();
    }

    /// <summary>The bytes that end the body; empty without a coding.</summary>
    public byte[] End()
    {
        if (coder == coded)
        {
            return [];
        }

        coder.Dispose();
        return Take();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        coder.Dispose();
        coded.Dispose();
    }

    private byte[] Take()
    {
        var bytes = coded.ToArray();
        coded.SetLength(0);
        return bytes;
    }
}
