using Conformance.Contract;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Servers;

/// <summary>Requests that servers in front of an API often answer themselves; the reference server answers them as the API.</summary>
public sealed class UnusualRequests
{
    [TestCase(9_000)]
    [TestCase(200_000)]
    public async Task A_long_URL_is_a_414_in_the_envelope(int length)
    {
        await using var server = await ServerUnderTest.StartAsync();

        (await server.GetAsync("/v1/models?after_id=" + new string('a', length))).ShouldBeError(414);
    }

    [Test]
    public async Task A_long_header_line_is_taken()
    {
        await using var server = await ServerUnderTest.StartAsync();

        (await server.GetAsync("/v1/models", ("x-conformance", new string('a', 9_000)))).Status.Should().Be(200);
    }

    [Test]
    public async Task Seventy_more_header_lines_are_taken()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var lines = Enumerable.Range(1, 70).Select(n => ($"x-conformance-{n}", (string?)"1")).ToArray();

        (await server.GetAsync("/v1/models", lines)).Status.Should().Be(200);
    }

    [Test]
    public async Task A_path_that_is_wrongly_encoded_is_not_found()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(server.Server.BaseUrl.Host, server.Server.BaseUrl.Port);
        await using var stream = socket.GetStream();
        var head = "GET /v1/models/%zz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
            + $"x-api-key: {Reference.ReferenceKeys.Api}\r\nanthropic-version: 2023-06-01\r\n\r\n";
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head));
        using var reader = new StreamReader(stream);

        var answer = await reader.ReadToEndAsync();

        answer.Should().StartWith("HTTP/1.1 404 ").And.Contain("not_found_error").And.ContainEquivalentOf("request-id: ");
    }

    [Test]
    public async Task A_range_of_an_answer_is_not_what_this_API_gives()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var answer = await server.GetAsync("/v1/models", ("range", "bytes=0-9"));

        answer.Status.Should().Be(200);
        answer.MediaType.Should().Be(MediaTypes.Json);
        answer.Json.GetProperty("data").GetArrayLength().Should().BePositive();
    }
}
