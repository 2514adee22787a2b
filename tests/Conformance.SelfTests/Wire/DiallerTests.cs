using System.Net;
using System.Net.Sockets;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Wire;

/// <summary>A host is reached at any of its addresses that works, whichever of them do not.</summary>
public sealed class DiallerTests
{
    private const string Fine = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

    private static readonly Request Get = new("GET", "/v1/models", []) { Retries = RetryOn.Nothing };

    [Test]
    public async Task A_dead_address_is_passed_over()
    {
        await using var server = RawServer.Start(Answering);

        // Nothing listens on the port at the first and at the last of them.
        var exchange = await Send(server.Url.Port, "127.0.0.2", "127.0.0.1", "127.0.0.3");

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
    }

    [Test]
    public async Task An_address_that_swallows_everything_is_not_waited_for()
    {
        await using var server = RawServer.Start(Answering);

        // A queue of connections that is full takes no more, and does not say so.
        using var hole = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        hole.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), server.Url.Port));
        hole.Listen(0);
        var filling = Enumerable.Range(0, 4)
            .Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        using var enough = new CancellationTokenSource();
        foreach (var one in filling)
        {
            _ = one.ConnectAsync(hole.LocalEndPoint!, enough.Token).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
        }

        var exchange = await Send(server.Url.Port, "127.0.0.2", "127.0.0.1");

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        await enough.CancelAsync();
        filling.ForEach(one => one.Dispose());
    }

    [Test]
    public async Task Where_no_address_works_it_is_refused()
    {
        var exchange = await Send(Support.Proxies.FreePort.Next(), "127.0.0.2", "::1", "127.0.0.3");

        exchange.Outcome.Should().Be(Outcome.Refused);
        exchange.Detail.Should().Be("connection refused, nothing listens there");
    }

    [Test]
    public async Task A_name_without_an_address_is_not_resolved()
    {
        var exchange = await Send(80);

        exchange.Outcome.Should().Be(Outcome.Unresolved);
        exchange.Detail.Should().Be("the host name cannot be resolved");
    }

    [Test]
    public async Task An_IPv6_literal_is_an_address()
    {
        using var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen();
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var serving = Task.Run(async () =>
        {
            using var connection = await listener.AcceptAsync();
            var buffer = new byte[1024];
            var count = await connection.ReceiveAsync(buffer);
            await connection.SendAsync(System.Text.Encoding.ASCII.GetBytes(Fine));
            return System.Text.Encoding.ASCII.GetString(buffer, 0, count);
        });
        await using var client = new WireClient(new WireOptions(new Uri($"http://[::1]:{port}/prefix")));

        var exchange = await client.SendAsync(Get);

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        (await serving).Should().StartWith($"GET /prefix/v1/models HTTP/1.1\r\nhost: [::1]:{port}\r\n");
    }

    [TestCase("", "/v1/models")]
    [TestCase("/", "/v1/models")]
    [TestCase("/a/b", "/a/b/v1/models")]
    [TestCase("/a/b/", "/a/b/v1/models")]
    [TestCase("/a%2Fb/", "/a%2Fb/v1/models")]
    public async Task A_path_prefix_may_end_with_a_slash_or_not(string prefix, string path)
    {
        var head = "";
        await using var server = RawServer.Start(async connection =>
        {
            head = await connection.ReadHead() ?? "";
            await connection.Write(Fine);
        });
        await using var client = new WireClient(new WireOptions(new Uri(server.Url.AbsoluteUri.TrimEnd('/') + prefix)));

        await client.SendAsync(Get);

        head.Should().StartWith($"GET {path} HTTP/1.1\r\n");
    }

    private static async Task<Exchange> Send(int port, params string[] addresses)
    {
        await using var client = new WireClient(new WireOptions(new Uri($"http://target.example:{port}"))
        {
            Resolve = (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()),
        });
        return await client.SendAsync(Get);
    }

    private static async Task Answering(RawConnection connection)
    {
        while (await connection.ReadHead() is not null)
        {
            await connection.Write(Fine);
        }
    }
}
