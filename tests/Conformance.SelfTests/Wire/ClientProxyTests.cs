using System.Net;
using System.Net.Sockets;
using Conformance.SelfTests.Support.Proxies;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Wire;

/// <summary>An HTTP proxy is used where the options name one.</summary>
public sealed class ClientProxyTests
{
    private static readonly Request Get =
        new("GET", "/v1/models?limit=1", [new HeaderField("X-Api-KEY", "a")]) { Retries = RetryOn.Nothing };

    [Test]
    public async Task A_plain_request_goes_to_it_whole()
    {
        var head = "";
        await using var proxy = RawServer.Start(async connection =>
        {
            head = await connection.ReadHead() ?? "";
            await connection.Write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        });
        await using var client = new WireClient(new WireOptions(new Uri("http://target.example:8080/below")) { Proxy = proxy.Url });

        var exchange = await client.SendAsync(Get);

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        head.Should().Be(
            "GET http://target.example:8080/below/v1/models?limit=1 HTTP/1.1\r\nhost: target.example:8080\r\nX-Api-KEY: a\r\n\r\n");
    }

    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task To_https_it_opens_a_tunnel(string version)
    {
        var asked = "";
        await using var target = await Reference.ReferenceServer.StartAsync(
            new Reference.ReferenceServerOptions { Certificate = LoopbackCertificate.Certificate });
        await using var proxy = RawServer.Start(async connection =>
        {
            asked = await connection.ReadHead() ?? "";
            using var onward = new TcpClient();
            await onward.ConnectAsync(IPAddress.Loopback, target.TlsUrl!.Port, connection.Stop);
            await connection.Write("HTTP/1.1 200 Connection established\r\n\r\n");
            await connection.Tunnel(onward.GetStream());
        });
        await using var client = new WireClient(new WireOptions(target.TlsUrl!)
        {
            Proxy = proxy.Url,
            InsecureTls = true,
            HttpVersion = Version.Parse(version),
        });

        var exchange = await client.SendAsync(new Request("GET", "/v1/models", [
            new HeaderField("x-api-key", Reference.ReferenceKeys.Api), new HeaderField("anthropic-version", "2023-06-01")]));

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        exchange.Response!.Status.Should().Be(200);
        exchange.Response.Version.Should().Be(Version.Parse(version));
        asked.Should().StartWith($"CONNECT 127.0.0.1:{target.TlsUrl!.Port} HTTP/1.1\r\n").And.NotContain("x-api-key");
    }
}
