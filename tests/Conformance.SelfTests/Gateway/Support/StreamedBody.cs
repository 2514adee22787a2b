using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;

namespace Conformance.SelfTests.Gateway.Support;

/// <summary>A large body that is made while it is sent, no piece like another, and watches the memory meanwhile.</summary>
internal sealed class StreamedBody(long length, bool declares) : HttpContent
{
    private const int PieceLength = 64 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>The most managed memory in use while it was sent, beyond what was in use before, in bytes.</summary>
    public long MostHeld { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var piece = new byte[PieceLength];
        for (long sent = 0, number = 0; sent < length; sent += PieceLength, number++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(piece, number);
            var part = piece.AsMemory(0, (int)Math.Min(PieceLength, length - sent));
            _hash.AppendData(part.Span);
            await stream.WriteAsync(part);
            if (number % 64 == 0)
            {
                MostHeld = Math.Max(MostHeld, GC.GetTotalMemory(forceFullCollection: false) - before);
            }
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return declares;
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}
