using System.Net;
using System.Text;

namespace Conformance.Wire;

/// <summary>
/// Feeds a <see cref="RequestBody"/> to the connection, framed. On HTTP/1.1 the chunks are made here, so that the
/// handler sees a body of known length and <see cref="WireStream"/> needs to count only.
/// </summary>
internal sealed class BodyContent(RequestBody body, bool chunks, bool declares, Recorder recorder) : HttpContent
{
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();
    private static readonly byte[] FullChunk = MakeFullChunk();

    /// <summary>Bytes that go over the wire, framing included.</summary>
    public long WireLength { get; } = chunks
        ? body.Pieces().Sum(piece => (long)SizeLine(piece.Length).Length + piece.Length + 2) + LastChunk.Length
        : body.Length;

    protected override bool TryComputeLength(out long length)
    {
        length = WireLength;
        return declares;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!recorder.MayBeginBody())
        {
            throw new IOException("the connection ended, and the body is not sent once more");
        }

        if (recorder.Version.Major >= 2)
        {
            // The handler keeps the head back for the body that it expects to follow at once. A body that was given up may
            // have used the window of the connection up, and then the head would wait for a window that waits for the head.
            await stream.FlushAsync(cancellationToken);
        }

        if (recorder is { Version.Major: >= 2, Request.Framing: BodyFraming.DeclaredOnly })
        {
            await recorder.Answered.WaitAsync(cancellationToken);
            return;
        }

        var left = body.Length;
        foreach (var piece in body.Pieces())
        {
            left -= piece.Length;
            if (left == 0 && recorder.Request.BeforeEnd is { } end)
            {
                await stream.FlushAsync(cancellationToken);
                await end.WaitAsync(cancellationToken);
            }

            if (!chunks)
            {
                await stream.WriteAsync(piece, cancellationToken);
            }
            else if (piece.Length == RequestBody.PieceLength)
            {
                await stream.WriteAsync(FullChunk, cancellationToken);
            }
            else
            {
                await stream.WriteAsync(SizeLine(piece.Length), cancellationToken);
                await stream.WriteAsync(piece, cancellationToken);
                await stream.WriteAsync("\r\n"u8.ToArray(), cancellationToken);
            }

            recorder.PassedOn(piece.Length);
        }

        if (chunks)
        {
            await stream.WriteAsync(LastChunk, cancellationToken);
        }

        await stream.FlushAsync(cancellationToken);
        recorder.Sent();
    }

    private static byte[] SizeLine(int length) => Encoding.ASCII.GetBytes($"{length:x}\r\n");

    private static byte[] MakeFullChunk()
    {
        byte[] spaces = [.. Enumerable.Repeat((byte)' ', RequestBody.PieceLength)];
        return [.. SizeLine(RequestBody.PieceLength), .. spaces, (byte)'\r', (byte)'\n'];
    }
}
