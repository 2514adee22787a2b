using System.Net;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;

namespace Conformance.SelfTests.Hostile;

/// <summary>One request to a server that does on its connection whatever a test says.</summary>
internal static class HostileExchange
{
    public const string Fine = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

    /// <summary>A small request, sent once.</summary>
    public static Request Get { get; } = new("GET", "/v1/models", []) { Retries = RetryOn.Nothing };

    /// <summary>Sends it, with a timeout that no live server of these tests comes near.</summary>
    public static Task<Exchange> With(Func<RawConnection, Task> serve) => With(serve, Get, options => options);

    /// <summary>Sends it, or another request, on a clock that the server moves.</summary>
    public static Task<Exchange> InTime(Func<RawConnection, ManualTime, Task> serve, Request? request = null)
    {
        var time = new ManualTime();
        return With(connection => serve(connection, time), request ?? Get, options => options with { Time = time });
    }

    /// <summary>Sends it over HTTP/2, with a timeout in milliseconds.</summary>
    public static Task<Exchange> OverHttp2(int milliseconds, Func<RawHttp2, Task> serve, Request? request = null) => With(
        connection => serve(new RawHttp2(connection)),
        (request ?? Get) with { Version = HttpVersion.Version20 },
        options => options with { Timeout = TimeSpan.FromMilliseconds(milliseconds) });

    /// <summary>Sends a request to a server that reads a head and then does what the test says.</summary>
    public static async Task<Exchange> With(Func<RawConnection, Task> serve, Request request, Func<WireOptions, WireOptions> options)
    {
        await using var server = RawServer.Start(async connection =>
        {
            if (request.Version is null)
            {
                await connection.ReadHead();
            }

            await serve(connection);
        });
        await using var client = new WireClient(options(new WireOptions(server.Url)));
        return await client.SendAsync(request);
    }

    /// <summary>Writes a text again and again, until the client has had enough.</summary>
    public static async Task WriteEndlessly(this RawConnection connection, string text)
    {
        while (true)
        {
            await connection.Write(text);
        }
    }

    /// <summary>Writes a text byte by byte, again and again, and a fifth of a timeout passes after each.</summary>
    public static async Task Trickle(this RawConnection connection, string text, ManualTime time)
    {
        while (true)
        {
            foreach (var one in text)
            {
                var looked = time.Looked;
                await connection.Write(one.ToString());
                await looked.WaitAsync(connection.Stop);
                time.Advance(new WireOptions(new Uri("http://127.0.0.1")).Timeout / 5);
            }
        }
    }
}
