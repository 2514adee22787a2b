using System.Buffers.Binary;

namespace Conformance.Wire;

/// <summary>The checksums that end compressed formats, and tell a whole stream from one that was cut.</summary>
internal static class Checksum
{
    private const int GzipTrailer = 8;
    private const int ZLibTrailer = 4;
    private const uint Crc32Polynomial = 0xedb8_8320;
    private const uint Adler32Modulus = 65521;

    /// <summary>Whether coded bytes end with what belongs to the bytes that came out.</summary>
    public delegate bool Ending(ReadOnlySpan<byte> coded, ReadOnlySpan<byte> plain);

    /// <summary>gzip: CRC-32 and size of the last member (RFC 1952, section 2.3.1).</summary>
    public static bool EndsGzip(ReadOnlySpan<byte> coded, ReadOnlySpan<byte> plain)
    {
        if (coded.Length < GzipTrailer)
        {
            return false;
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(coded[^4..]);
        return size <= plain.Length && Crc32(plain[^(int)size..]) == BinaryPrimitives.ReadUInt32LittleEndian(coded[^GzipTrailer..]);
    }

    /// <summary>zlib: Adler-32 of the whole (RFC 1950, section 2.2).</summary>
    public static bool EndsZLib(ReadOnlySpan<byte> coded, ReadOnlySpan<byte> plain) =>
        coded.Length >= ZLibTrailer && Adler32(plain) == BinaryPrimitives.ReadUInt32BigEndian(coded[^ZLibTrailer..]);

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (Crc32Polynomial & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }

    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        uint a = 1, b = 0;
        foreach (var one in bytes)
        {
            a = (a + one) % Adler32Modulus;
            b = (b + a) % Adler32Modulus;
        }

        return (b << 16) | a;
    }
}
