using System.Diagnostics;
using System.Net;
using Conformance.Reference;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Detection;

/// <summary>How a deviation is asked for: for a whole server, and under a path of it.</summary>
public sealed class ServedPathsTests
{
    [Test]
    public async Task Under_its_path_and_nowhere_else()
    {
        await using var server = await ReferenceServer.StartAsync();

        (await RequestId(server, "v1/models")).Should().NotBeNull();
        (await RequestId(server, "deviations/request-id-absent/v1/models")).Should().BeNull();
        (await RequestId(server, "deviations/organization-id-absent+request-id-absent/v1/models")).Should().BeNull();
    }

    [Test]
    public async Task For_a_whole_server()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { Deviations = ["request-id-absent"] });

        (await RequestId(server, "v1/models")).Should().BeNull();
    }

    [Test]
    public async Task An_unknown_name_in_a_path_is_answered_with_names_that_are_like_it()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(server.BaseUrl, "deviations/request-id-abscent/v1/models"));

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).Should().Be(
            "'request-id-abscent' is no deviation; did you mean " + Like("request-id-abscent") + "?\n").And.Contain("request-id-absent,");
    }

    [Test]
    public async Task An_unknown_name_on_the_command_line_is_one_line_with_names_that_are_like_it()
    {
        var start = new ProcessStartInfo(
            Path.Combine(
                AppContext.BaseDirectory, "Conformance.ReferenceServer"))
        { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "--urls", "http://127.0.0.1:0", "--deviation", "limit-absent,gzip-lies" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.Should().NotBe(0);
        errors.Trim().Split('\n').Should().ContainSingle().Which.Should().StartWith("'gzip-lies' is no deviation; did you mean gzip-lie,");
    }

    private static string Like(string name)
    {
        var find = () => Deviations.Find(name);
        var message = find.Should().Throw<FormatException>().Which.Message;
        return message[(message.IndexOf("mean ", StringComparison.Ordinal) + 5)..^1];
    }

    private static async Task<string?> RequestId(ReferenceServer server, string path)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.BaseUrl, path));
        request.Headers.Add("x-api-key", ReferenceKeys.Api);
        request.Headers.Add("anthropic-version", "2023-06-01");
        using var answer = await client.SendAsync(request);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return answer.Headers.TryGetValues("request-id", out var values) ? values.Single() : null;
    }
}
