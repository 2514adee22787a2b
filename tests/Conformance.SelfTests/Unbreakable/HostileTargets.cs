using System.Globalization;
using System.IO.Compression;
using System.Text;
using Conformance.SelfTests.Hostile;
using Conformance.SelfTests.Support.Sockets;

namespace Conformance.SelfTests.Unbreakable;

/// <summary>Servers that no run may trust, each of them what it does on a connection.</summary>
internal static class HostileTargets
{
    private const string Head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    private const string Chunked = Head + "transfer-encoding: chunked\r\n\r\n";
    private const int ZerosOfABomb = 256 * 1024 * 1024;
    private const int Depth = 100_000;

    private static readonly Lazy<byte[]> GzipBomb = new(() => Bomb(stream => new GZipStream(stream, CompressionLevel.Optimal)));
    private static readonly Lazy<byte[]> BrotliBomb = new(() => Bomb(stream => new BrotliStream(stream, CompressionLevel.Fastest)));

    /// <summary>Every one, by what it does.</summary>
    public static IReadOnlyDictionary<string, Func<RawConnection, Task>> All { get; } = new Dictionary<string, Func<RawConnection, Task>>
    {
        ["says nothing"] = connection => connection.ReadToEnd(),
        ["a byte a second in the head"] = async connection =>
        {
            await connection.ReadHead();
            while (true)
            {
                await connection.Write("H");
                await Task.Delay(TimeSpan.FromSeconds(1), connection.Stop);
            }
        },
        ["an endless head"] = After(connection => Endlessly(connection, "HTTP/1.1 200 OK\r\n", "x-a: b\r\n")),
        ["an endless body"] = After(connection => Endlessly(connection, Head + "\r\n", new string(' ', 16_384))),
        ["endless chunks"] = After(connection => Endlessly(connection, Chunked, "1\r\na\r\n")),
        ["endless interim answers"] = After(connection => Endlessly(connection, "", "HTTP/1.1 100 Continue\r\n\r\n")),
        ["endless events"] = After(connection => Endlessly(
            connection, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n", "event: ping\r\ndata: {\"type\":\"ping\"}\r\n\r\n")),
        ["a gzip bomb"] = Always(() => Coded("gzip", GzipBomb.Value)),
        ["a brotli bomb"] = Always(() => Coded("br", BrotliBomb.Value)),
        ["JSON 100,000 deep"] = Always(() => Whole("200 OK", Encoding.ASCII.GetBytes(new string('[', Depth) + new string(']', Depth)))),
        ["invalid UTF-8"] = Always(
            () => Whole("200 OK", [(byte)'{', (byte)'"', 0xC3, 0x28, 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'])),
        ["garbage"] = Always(() => [.. Enumerable.Range(0, 2_000).Select(number => (byte)(number * 7 + 3))]),
        ["200 for everything"] = Always(() => Whole("200 OK", "{}"u8.ToArray())),
        ["a random verdict each time"] = Always(() => Random.Shared.Next(4) switch
        {
            0 => Whole("200 OK", "{\"data\":[]}"u8.ToArray()),
            1 => Whole("401 Unauthorized", "{\"type\":\"error\"}"u8.ToArray()),
            2 => Whole("500 Oops", "no"u8.ToArray()),
            _ => Whole("404 Not Found", "{}"u8.ToArray()),
        }),
        ["a redirect to itself"] = Always(() => Encoding.ASCII.GetBytes(
            "HTTP/1.1 302 Found\r\nlocation: /v1/models\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")),
        ["a connection closed without an answer"] = async connection => await connection.ReadHead(),
    };

    /// <summary>A server that answers every request with a redirect to another place.</summary>
    public static Func<RawConnection, Task> RedirectsTo(Uri elsewhere) => Always(() => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 307 Temporary Redirect\r\nlocation: {elsewhere.AbsoluteUri}v1/models\r\n"
            + "content-length: 0\r\nconnection: close\r\n\r\n"));

    private static Func<RawConnection, Task> After(Func<RawConnection, Task> serve) => async connection =>
    {
        await connection.ReadHead();
        await serve(connection);
    };

    private static Func<RawConnection, Task> Always(Func<byte[]> answer) => After(connection => connection.Write(answer()));

    private static async Task Endlessly(RawConnection connection, string first, string again)
    {
        await connection.Write(first);
        await connection.WriteEndlessly(again);
    }

    private static byte[] Whole(string status, byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\ncontent-type: application/json\r\nrequest-id: req_1\r\n"
                + $"content-length: {body.Length}\r\nconnection: close\r\n\r\n")),
        .. body,
    ];

    private static byte[] Coded(string coding, byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{Head}content-encoding: {coding}\r\ncontent-length: {body.Length}\r\nconnection: close\r\n\r\n")),
        .. body,
    ];

    private static byte[] Bomb(Func<Stream, Stream> compress)
    {
        using var packed = new MemoryStream();
        using (var packing = compress(packed))
        {
            var zeros = new byte[1024 * 1024];
            for (var written = 0; written < ZerosOfABomb; written += zeros.Length)
            {
                packing.Write(zeros);
            }
        }

        return packed.ToArray();
    }
}
