using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Conformance.Reference.Hosting;

/// <summary>
/// "In HTTP/2, each endpoint is required to send a connection preface" (RFC 9113, section 3.4): how a server tells
/// HTTP/2 with prior knowledge from HTTP/1.1 on one plain port.
/// </summary>
internal static class Http2Preface
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Hands a connection that begins with the preface over, and leaves every other to <paramref name="next"/>.</summary>
    public static async Task RouteAsync(ConnectionContext connection, ConnectionDelegate next, HandedOverEndPoint http2)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync();
            var match = Match(read.Buffer);
            if (match is null && !read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            // Nothing consumed or examined: whoever comes next reads it all again.
            input.AdvanceTo(read.Buffer.Start);
            await (match == true ? http2.HandOverAsync(connection) : next(connection));
            return;
        }
    }

    private static bool? Match(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[Preface.Length];
        var length = (int)Math.Min(buffer.Length, Preface.Length);
        buffer.Slice(0, length).CopyTo(start);
        return !Preface.StartsWith(start[..length]) ? false : length == Preface.Length ? true : null;
    }
}
