using System.Buffers.Binary;

namespace Conformance.SelfTests.Support.Sockets;

/// <summary>The frames of HTTP/2 (RFC 9113, section 4.1) on one connection of a <see cref="RawServer"/>.</summary>
internal sealed class RawHttp2(RawConnection connection)
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte RstStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte Continuation = 9;
    public const byte EndStream = 0x1;
    public const byte EndHeaders = 0x4;

    private const int PrefaceLength = 24;
    private const int FrameHeaderLength = 9;

    /// <summary>Reads the preface and the first request's head, answering settings with settings.</summary>
    /// <param name="settings">The payload of the server's SETTINGS frame.</param>
    /// <returns>The stream of the request.</returns>
    public async Task<uint> ReadRequest(params byte[] settings)
    {
        if ((await connection.Read(PrefaceLength)).Length < PrefaceLength)
        {
            throw new IOException("the client closed the connection");
        }

        await Write(Settings, 0, 0, settings);
        return await NextRequest();
    }

    /// <summary>Reads until the next request's head.</summary>
    public async Task<uint> NextRequest()
    {
        while (true)
        {
            var (type, stream) = await Read();
            if (type == Headers)
            {
                return stream;
            }
        }
    }

    /// <summary>Reads frames until the client ends the connection.</summary>
    public Task ReadToEnd() => connection.ReadToEnd();

    /// <summary>Writes a head with nothing but a status of 200, or with more of it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="flags">END_STREAM, END_HEADERS.</param>
    /// <param name="more">Further bytes of the field section.</param>
    public Task WriteOk(uint stream, byte flags, params byte[] more) => Write(Headers, flags, stream, [0x88, .. more]);

    /// <summary>Writes a head with a status of 103, a literal without indexing (RFC 7541, section 6.2.2).</summary>
    public Task WriteInterim(uint stream) => Write(Headers, EndHeaders, stream, [0x08, 3, .. "103"u8]);

    /// <summary>Writes one frame.</summary>
    public Task Write(byte type, byte flags, uint stream, params byte[] payload)
    {
        var frame = new byte[FrameHeaderLength + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, FrameHeaderLength);
        return connection.Write(frame);
    }

    /// <summary>Four bytes of a number, as error codes and settings are.</summary>
    public static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private async Task<(byte Type, uint Stream)> Read()
    {
        var header = await connection.Read(FrameHeaderLength);
        if (header.Length < FrameHeaderLength)
        {
            throw new IOException("the client closed the connection");
        }

        await connection.Read((int)(BinaryPrimitives.ReadUInt32BigEndian(header) >> 8));
        return (header[3], BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(5)) & 0x7fff_ffff);
    }
}
