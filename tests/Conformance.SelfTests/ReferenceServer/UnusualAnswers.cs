using System.Net;
using System.Net.Sockets;
using System.Text;
using Conformance.Reference;
using Conformance.SelfTests.Support.Proxies;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Servers;

/// <summary>What the option Unusual puts on the wire.</summary>
public sealed class UnusualAnswers
{
    private const string Stream =
        """{"model":"claude-haiku-4-5","max_tokens":1,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""";

    [Test]
    public async Task Begin_with_a_103_and_have_no_reason_phrase()
    {
        await using var server = await ServerUnderTest.StartAsync(new() { Unusual = true });

        var bytes = await Exchange(server, Get("/v1/models", "connection: close\r\n"));

        bytes.Should().StartWith("HTTP/1.1 103 \r\nlink: </conformance>; rel=preload\r\n\r\nHTTP/1.1 200 \r\n");
        bytes.Should().Contain("\r\nREQUEST-ID: req_").And.Contain("\r\nSET-COOKIE: __cf_bm=").And.Contain("\r\nSET-COOKIE: _cfuvid=");
        bytes.Should().Contain("CONTENT-TYPE: application/json ; Charset=\"utf-8\" ;profile=\"a;b\"");
        bytes.Should().Contain("\r\n\t\"not_yet_documented\": [\r\n");
    }

    [Test]
    public async Task End_the_connection_with_every_third()
    {
        await using var server = await ServerUnderTest.StartAsync(new() { Unusual = true });

        var bytes = await Exchange(server, string.Concat(Enumerable.Repeat(Get("/v1/models/none"), 5)));

        bytes.Split("HTTP/1.1 103 \r\n").Should().HaveCount(4, "nothing comes before the first of three");
        bytes.Split("HTTP/1.1 404 \r\n").Should().HaveCount(4);
        bytes.Split("CONNECTION: close").Should().HaveCount(2);
    }

    [Test]
    public async Task That_continue_an_upload_come_after_the_100()
    {
        await using var server = await ServerUnderTest.StartAsync(new() { Unusual = true });
        var head = Head("POST", "/v1/messages")
            + $"content-type: application/json\r\ncontent-length: {Stream.Length}\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n";

        var bytes = await Exchange(server, head, "HTTP/1.1 100 Continue\r\n\r\n", Stream);

        bytes.Should().StartWith("HTTP/1.1 103 \r\n").And.Contain("HTTP/1.1 200 \r\n");
    }

    [Test]
    public async Task That_stream_use_what_event_streams_may_hold()
    {
        await using var server = await ServerUnderTest.StartAsync(new() { Unusual = true });

        var text = (await server.PostAsync("/v1/messages", Stream)).Text;

        text.Should().NotMatchRegex("[^\r]\n", "every line ends with CRLF");
        text.Should().ContainAll(": a comment\r\n", "\r\nid: 1\r\n", "\r\nretry: 3000\r\n", "\r\ndata:{\r\n");
        text.Split("event: ping").Should().HaveCountGreaterThan(3);
    }

    [Test]
    public async Task Over_HTTP_2_have_all_that_has_no_HTTP_1_1_in_it()
    {
        await using var server = await Reference.ReferenceServer.StartAsync(
            new() { Unusual = true, Certificate = LoopbackCertificate.Certificate });
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, given, _, _) =>
            given?.GetCertHashString() == LoopbackCertificate.Certificate.GetCertHashString();
        using var http = new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.TlsUrl!, "/v1/models"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Add("x-api-key", ReferenceKeys.Api);
        request.Headers.Add("anthropic-version", "2023-06-01");

        using var response = await http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.Should().Contain(header => header.Key == "Set-Cookie");
        (await response.Content.ReadAsStringAsync()).Should().Contain("not_yet_documented");
    }

    private static string Get(string path, string more = "") => Head("GET", path) + more + "\r\n";

    private static string Head(string method, string path) =>
        $"{method} {path} HTTP/1.1\r\nhost: localhost\r\nx-api-key: {ReferenceKeys.Api}\r\nanthropic-version: 2023-06-01\r\n";

    // What comes until the server ends the connection, after what it sent to ask for the body.
    private static async Task<string> Exchange(ServerUnderTest server, string requests, string askedBy = "", string body = "")
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Server.BaseUrl.Host, server.Server.BaseUrl.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(requests));
        var asked = new byte[askedBy.Length];
        await stream.ReadExactlyAsync(asked);
        Encoding.ASCII.GetString(asked).Should().Be(askedBy);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(body));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
