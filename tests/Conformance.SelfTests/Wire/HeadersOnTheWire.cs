using System.Net;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Wire;

/// <summary>A request is on the wire byte for byte what was asked for.</summary>
public sealed class HeadersOnTheWire
{
    [Test]
    public async Task Case_order_repetition_and_odd_values_are_kept()
    {
        var request = new Request("GET", "/v1/models?limit=1&beta=true", [])
            .Adding("X-Api-KEY", "one").Adding("anthropic-VERSION", "a").Adding("x-api-key", "two").Adding("Anthropic-Version", "b")
            .Adding("accept", "text/x, */*;q=0").Adding("x-empty", "").Adding("Cookie", "a=b");

        (await Head(request)).Should().Be(
            "GET /v1/models?limit=1&beta=true HTTP/1.1\r\nhost: {host}\r\n"
            + "X-Api-KEY: one\r\nanthropic-VERSION: a\r\nx-api-key: two\r\nAnthropic-Version: b\r\n"
            + "accept: text/x, */*;q=0\r\nx-empty: \r\nCookie: a=b\r\n\r\n");
    }

    [Test]
    public async Task Nothing_is_added_but_the_host() =>
        (await Head(new Request("GET", "/", []))).Should().Be("GET / HTTP/1.1\r\nhost: {host}\r\n\r\n");

    [Test]
    public async Task A_host_of_the_request_takes_the_place_of_the_targets() =>
        (await Head(new Request("GET", "/", []).With("Host", "elsewhere.example")))
            .Should().Be("GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n");

    [Test]
    public async Task What_was_taken_out_is_not_there() =>
        (await Head(new Request("GET", "/", [])
            .Adding("x-api-key", "one").Adding("X-API-Key", "two").Adding("b", "c").Without("x-api-key")))
            .Should().Be("GET / HTTP/1.1\r\nhost: {host}\r\nb: c\r\n\r\n");

    [TestCase("POST")]
    [TestCase("PUT")]
    [TestCase("PATCH")]
    public async Task A_method_that_anticipates_content_says_that_there_is_none(string method) =>
        (await Head(new Request(method, "/", []))).Should().Be($"{method} / HTTP/1.1\r\nhost: {{host}}\r\ncontent-length: 0\r\n\r\n");

    [Test]
    public async Task A_content_type_is_neither_added_nor_completed()
    {
        (await Head(new Request("POST", "/", []).WithBody("{}")))
            .Should().Be("POST / HTTP/1.1\r\nhost: {host}\r\ncontent-length: 2\r\n\r\n");
        (await Head(new Request("POST", "/", []).With("Content-Type", "application/json").WithBody("{}")))
            .Should().Be("POST / HTTP/1.1\r\nhost: {host}\r\nContent-Type: application/json\r\ncontent-length: 2\r\n\r\n");
    }

    [Test]
    public async Task A_path_goes_out_as_it_is_spelled() =>
        (await Head(new Request("GET", "/v1/%7e/a%2Fb/../c//d", []))).Should().StartWith("GET /v1/%7e/a%2Fb/../c//d HTTP/1.1\r\n");

    [Test]
    public async Task Chunks_carry_the_bytes_of_the_body()
    {
        var wire = "";
        await using var server = RawServer.Start(async connection =>
        {
            wire = (await connection.ReadHead())!.Split("\r\n", 3)[2]
                + System.Text.Encoding.Latin1.GetString(await connection.Read("2\r\n{}\r\n0\r\n\r\n".Length));
            await connection.Write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        });
        await using var client = new WireClient(new WireOptions(server.Url));

        var exchange = await client.SendAsync(new Request("POST", "/", []).WithBody(RequestBody.Of("{}"), BodyFraming.Chunked));

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        wire.Should().Be("transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
    }

    [Test]
    public async Task An_expectation_waits_for_its_100_and_then_sends_the_body()
    {
        var before = "";
        var body = "";
        await using var server = RawServer.Start(async connection =>
        {
            before = (await connection.ReadHead())!;
            await connection.Write("HTTP/1.1 100 Continue\r\n\r\n");
            body = System.Text.Encoding.Latin1.GetString(await connection.Read(2));
            await connection.Write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        });
        await using var client = new WireClient(new WireOptions(server.Url));

        var exchange = await client.SendAsync(new Request("POST", "/", []).WithBody(RequestBody.Of("{}"), BodyFraming.ExpectContinue));

        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        exchange.ContinueReceived.Should().BeTrue();
        before.Should().EndWith("content-length: 2\r\nexpect: 100-continue\r\n\r\n");
        body.Should().Be("{}");
    }

    [Test]
    public async Task What_an_exchange_says_was_sent_is_what_was_sent()
    {
        Exchange? exchange = null;
        var head = await Head(new Request("POST", "/", []).Adding("A", "1").Adding("a", "2").WithBody("{}"), seen => exchange = seen);

        string.Concat(exchange!.SentHeaders.Select(field => $"{field.Name}: {field.Value}\r\n"))
            .Should().Be(head.Replace("{host}", exchange.Url.Authority, StringComparison.Ordinal).Split("\r\n", 2)[1][..^2]);
    }

    private static async Task<string> Head(Request request, Action<Exchange>? see = null)
    {
        var head = "";
        await using var server = RawServer.Start(async connection =>
        {
            head = (await connection.ReadHead())!;
            await connection.Read(request.Body is { } body ? (int)body.Length : 0);
            await connection.Write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        });
        await using var client = new WireClient(new WireOptions(server.Url));
        var exchange = await client.SendAsync(request with { Version = HttpVersion.Version11 });
        exchange.Outcome.Should().Be(Outcome.Answered, exchange.Detail);
        see?.Invoke(exchange);
        return head.Replace(server.Url.Authority, "{host}", StringComparison.Ordinal);
    }
}
