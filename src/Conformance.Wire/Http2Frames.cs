using System.Buffers.Binary;

namespace Conformance.Wire;

/// <summary>
/// What a server sends on an HTTP/2 connection, frame by frame (RFC 9113, section 4.1). A server that has answered may
/// reset the stream so that the rest of the body is not sent; "clients MUST NOT discard responses as a consequence of
/// receiving such a RST_STREAM" (section 8.1). The handler keeps to that only for the code NO_ERROR, and servers send
/// others, so a reset that follows a whole answer is handed on with that code. Frames that carry nothing of an answer are
/// counted, so that a flood of them ends.
/// </summary>
internal sealed class Http2Frames
{
    private const int HeaderLength = 9;
    private const byte Data = 0x0;
    private const byte Headers = 0x1;
    private const byte RstStream = 0x3;
    private const byte WindowUpdate = 0x8;
    private const byte Continuation = 0x9;
    private const byte EndStream = 0x1;

    private readonly byte[] _header = new byte[HeaderLength];
    private readonly HashSet<uint> _ended = [];
    private int _headerBytes;
    private int _payloadLeft;
    private bool _isLateReset;
    private uint _headersOf;
    private int _headersOfOne;
    private int _continuations;
    private int _idle;

    /// <summary>Looks at the next bytes of the connection, and changes the code of a late reset in place.</summary>
    /// <exception cref="BoundPassedException">The target sends frames without end.</exception>
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
        Count(type, stream);
    }

    private void Count(byte type, uint stream)
    {
        _continuations = type == Continuation ? _continuations + 1 : 0;
        if (_continuations > Bounds.Continuations)
        {
            throw new BoundPassedException(
                Bound.HeadBytes, FormattableString.Invariant($"the head is too long: more than {Bounds.Continuations} frames of it came"));
        }

        if (type == Headers)
        {
            // Interim answers, the final one and trailers each are one field section of a stream.
            _headersOfOne = stream == _headersOf ? _headersOfOne + 1 : 1;
            _headersOf = stream;
            if (_headersOfOne > Bounds.InterimAnswers + 2)
            {
                throw new BoundPassedException(
                    Bound.InterimAnswers, FormattableString.Invariant($"too many interim answers: more than {Bounds.InterimAnswers} came"));
            }
        }

        // A body on its way up earns a WINDOW_UPDATE for every piece of it.
        _idle = type switch
        {
            Data when _payloadLeft > 0 => 0,
            Headers => 0,
            WindowUpdate or Continuation => _idle,
            _ => _idle + 1,
        };
        if (_idle > Bounds.ControlFrames)
        {
            throw new BoundPassedException(
                Bound.ControlFrames,
                FormattableString.Invariant($"more than {Bounds.ControlFrames:N0} HTTP/2 frames in a row carried nothing of an answer"));
        }
    }
}
