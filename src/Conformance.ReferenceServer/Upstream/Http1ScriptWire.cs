using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Conformance.Reference;

/// <summary>A script's answer on a connection of HTTP/1.x, written past the server so that it stands there byte for byte.</summary>
internal sealed class Http1ScriptWire(HttpContext http, TappedConnection connection) : ScriptWire
{
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    private bool chunked;
    private bool closes;

    public override void TakeOver() => connection.TakeOver();

    public override async Task<IReadOnlyList<HeaderLine>> WriteHeadAsync(
        int status, IReadOnlyList<HeaderLine> headers, long? length, CancellationToken cancellationToken)
    {
        List<HeaderLine> lines = [.. headers];
        var isFramed = lines.Exists(line => line.Is("content-length") || line.Is("transfer-encoding")) || status is 204 or 304 or < 200;
        if (!isFramed && length is not null)
        {
            lines.Add(new HeaderLine("content-length", length.Value.ToString(CultureInfo.InvariantCulture)));
        }
        else if (!isFramed && HttpProtocol.IsHttp11(http.Request.Protocol))
        {
            lines.Add(new HeaderLine("transfer-encoding", "chunked"));
            chunked = true;
        }
        else if (!isFramed)
        {
            // To a client of HTTP/1.0 the end of the connection is the end of the body (RFC 9112, section 6.3).
            closes = true;
        }

        closes |= lines.Exists(line => line.Is("connection") && line.Value.Contains("close", StringComparison.OrdinalIgnoreCase));
        var head = new StringBuilder().Append(
            CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\n");
        foreach (var (name, value) in lines)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        await WriteRawAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), cancellationToken);
        return lines;
    }

    public override async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (chunked)
        {
            var size = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
            await WriteRawAsync((byte[])[.. size, .. bytes.Span, .. LineEnd], cancellationToken);
        }
        else
        {
            await WriteRawAsync(bytes, cancellationToken);
        }
    }

    public override async Task WriteRawAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var written = await connection.Writer.WriteAsync(bytes, cancellationToken);
        if (written.IsCompleted)
        {
            throw new IOException("the other side closed the connection");
        }
    }

    public override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (chunked)
        {
            await WriteRawAsync(LastChunk, cancellationToken);
        }

        if (closes)
        {
            await RawConnectionFeature.CutAsync(http);
        }
    }
}
