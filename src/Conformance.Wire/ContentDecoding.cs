using System.Buffers;
using System.IO.Compression;

namespace Conformance.Wire;

/// <summary>
/// Undoes content codings, one after another, and never lets any of them make much out of little: each is held to
/// <see cref="Bounds.DecodedBytes"/> and to a ratio, so that the work is bounded however deep they are nested.
/// </summary>
public static class ContentDecoding
{
    private const string Field = "content-encoding";

    // JSON comes to a quarter of its size; where it does not, the room is doubled.
    private const int InitialRatio = 4;

    /// <summary>Undoes the codings that an answer names, as far as its body was kept.</summary>
    public static Decoded Undo(Response response)
    {
        var codings = response.HeaderValues(Field)
            .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return Undo(response.Body, [.. codings], response.IsTruncated);
    }

    /// <summary>Undoes codings.</summary>
    /// <param name="body">The coded bytes.</param>
    /// <param name="codings">The codings in the order in which they were applied; case does not matter.</param>
    /// <param name="isTruncated">Whether the bytes are only the beginning.</param>
    public static Decoded Undo(ReadOnlyMemory<byte> body, IReadOnlyList<string> codings, bool isTruncated = false)
    {
        if (codings.Count > Bounds.Codings)
        {
            return new Decoded(body, DecodingFault.UnknownCoding);
        }

        DecodingFault? fault = null;
        foreach (var coding in codings.Reverse())
        {
            (body, var one) = UndoOne(body, coding.ToLowerInvariant(), isTruncated);
            fault ??= one;
            if (one is DecodingFault.UnknownCoding or DecodingFault.DoesNotDecode)
            {
                return new Decoded(body, fault);
            }

            isTruncated |= one is not null;
        }

        return new Decoded(body, fault);
    }

    private static Decoded UndoOne(ReadOnlyMemory<byte> body, string coding, bool isTruncated)
    {
        if (coding == "identity")
        {
            return new Decoded(body, null);
        }

        if (body.IsEmpty)
        {
            // An answer to HEAD names the coding of what it does not carry.
            return new Decoded(body, coding is "gzip" or "x-gzip" or "deflate" or "br" ? null : DecodingFault.UnknownCoding);
        }

        var most = (int)Math.Min(Bounds.DecodedBytes, Math.Max(Bounds.DecodedFreely, (long)body.Length * Bounds.DecodedRatio));
        return coding switch
        {
            "br" => Brotli(body, most, isTruncated),
            "gzip" or "x-gzip" => Deflated(body, most, isTruncated, GZip, Checksum.EndsGzip),
            "deflate" => Deflated(body, most, isTruncated, ZLib, Checksum.EndsZLib),
            _ => new Decoded(body, DecodingFault.UnknownCoding),
        };
    }

    private static GZipStream GZip(Stream input) => new(input, CompressionMode.Decompress);

    private static ZLibStream ZLib(Stream input) => new(input, CompressionMode.Decompress);

    private static Decoded Deflated(
        ReadOnlyMemory<byte> body, int most, bool isTruncated, Func<Stream, Stream> open, Checksum.Ending ending)
    {
        using var plain = open(new MemoryStream(body.ToArray(), writable: false));
        var output = new byte[Math.Min(most, InitialRatio * body.Length)];
        var count = 0;
        try
        {
            while (true)
            {
                if (count == output.Length && !TryGrow(ref output, most))
                {
                    if (plain.ReadByte() >= 0)
                    {
                        return new Decoded(output, DecodingFault.TooLong);
                    }

                    break;
                }

                var read = plain.Read(output, count, output.Length - count);
                if (read == 0)
                {
                    break;
                }

                count += read;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            return new Decoded(output.AsMemory(0, count), DecodingFault.DoesNotDecode);
        }

        // The stream takes an end in the middle for the end; the checksum that stands there does not.
        DecodingFault? fault = isTruncated ? DecodingFault.TooLong
            : ending(body.Span, output.AsSpan(0, count)) ? null
            : DecodingFault.DoesNotDecode;
        return new Decoded(output.AsMemory(0, count), fault);
    }

    private static Decoded Brotli(ReadOnlyMemory<byte> body, int most, bool isTruncated)
    {
        using var decoder = new BrotliDecoder();
        var rest = body.Span;
        var output = new byte[Math.Min(most, InitialRatio * body.Length)];
        var count = 0;
        while (true)
        {
            var status = decoder.Decompress(rest, output.AsSpan(count), out var consumed, out var written);
            rest = rest[consumed..];
            count += written;
            if (status == OperationStatus.DestinationTooSmall)
            {
                if (!TryGrow(ref output, most))
                {
                    return new Decoded(output, DecodingFault.TooLong);
                }

                continue;
            }

            DecodingFault? fault = status switch
            {
                OperationStatus.Done when rest.IsEmpty => isTruncated ? DecodingFault.TooLong : null,
                OperationStatus.NeedMoreData when isTruncated => DecodingFault.TooLong,
                _ => DecodingFault.DoesNotDecode,
            };
            return new Decoded(output.AsMemory(0, count), fault);
        }
    }

    private static bool TryGrow(ref byte[] output, int most)
    {
        if (output.Length >= most)
        {
            return false;
        }

        Array.Resize(ref output, Math.Min(most, 2 * output.Length));
        return true;
    }
}
