using System.Buffers.Binary;

namespace Conformance.Wire;

/// <summary>
/// What a server sends on an HTTP/2 connection, frame by frame (RFC 9113, section 4.1). A server that has answered may
/// reset the stream so that the rest of the body is not sent; "clients MUST NOT discard responses as a consequence of
/// receiving such a RST_STREAM" (section 8.1). The handler keeps to that only for the code NO_ERROR, and servers send
/// others, so a reset that follows a whole answer is handed on with that code.
/// </summary>
internal sealed class Http2Resets
{
    private const int HeaderLength = 9;
    private const byte Data = 0x0;
    private const byte Headers = 0x1;
    private const byte RstStream = 0x3;
    private const byte EndStream = 0x1;

    private readonly byte[] _header = new byte[HeaderLength];
    private readonly HashSet<uint> _ended = [];
    private int _headerBytes;
    private int _payloadLeft;
    private bool _isLateReset;

    /// <summary>Looks at the next bytes of the connection, and changes the code of a late reset in place.</summary>
    public void Pass(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_headerBytes < HeaderLength)
            {
                var part = bytes[..Math.Min(HeaderLength - _headerBytes, bytes.Length)];
                part.CopyTo(_header.AsSpan(_headerBytes));
                _headerBytes += part.Length;
                bytes = bytes[part.Length..];
                if (_headerBytes == HeaderLength)
                {
                    Begin();
                }
            }
            else
            {
                var part = bytes[..Math.Min(_payloadLeft, bytes.Length)];
                if (_isLateReset)
                {
                    part.Clear();
                }

                _payloadLeft -= part.Length;
                bytes = bytes[part.Length..];
            }

            if (_headerBytes == HeaderLength && _payloadLeft == 0)
            {
                _headerBytes = 0;
            }
        }
    }

    private void Begin()
    {
        _payloadLeft = (int)(BinaryPrimitives.ReadUInt32BigEndian(_header) >> 8);
        var type = _header[3];
        var stream = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(5)) & 0x7fff_ffff;
        if (type is Data or Headers && (_header[4] & EndStream) != 0)
        {
            _ended.Add(stream);
        }

        _isLateReset = type == RstStream && _ended.Contains(stream);
    }
}
