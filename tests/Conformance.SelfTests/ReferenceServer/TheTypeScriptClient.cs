using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Conformance.Reference;
using Conformance.SelfTests.Support;
using FluentAssertions;
using FluentAssertions.Execution;
using NUnit.Framework;

namespace Conformance.SelfTests.Servers;

/// <summary>
/// The official TypeScript client, of today and of the time before its first stable version, against the reference server: it
/// pages, streams, uploads and downloads, and fails with the type that belongs to the status.
/// </summary>
[TestFixture("@anthropic-ai/sdk", false)]
[TestFixture("@anthropic-ai/sdk", true)]
[TestFixture("anthropic-sdk-0", false)]
[TestFixture("anthropic-sdk-0", true)]
public sealed class TheTypeScriptClient(string package, bool unusual)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    // One run of the client for all the tests that look at what came of it.
    private static readonly ConcurrentDictionary<(string Package, bool Unusual), Lazy<Task<JsonObject>>> Results = new();

    private JsonObject result = [];

    [SetUp]
    public async Task Run()
    {
        var directory = Path.Combine(Home(), "../../../Conformance.Suite/Examples/node_modules", package);
        if (!Directory.Exists(directory))
        {
            Assert.Ignore("tests/Conformance.Suite/Examples has no node_modules: run npm ci there");
        }

        result = await Results.GetOrAdd((package, unusual), _ => new(() => ResultAsync(Path.GetFullPath(directory), unusual))).Value;
    }

    [Test]
    public void Pages_through_lists()
    {
        Strings("models").Should().HaveCount(5).And.Equal(Strings("modelsOnce"));
        Strings("files").Should().Equal(
            [.. result["uploaded"]!.AsArray().Reverse().Select(file => file!["id"]!.GetValue<string>()), "file_01ReferenceServerMadeFile"]);
        result["skills"]!.GetValue<bool>().Should().BeTrue();
        result["batches"]!.GetValue<bool>().Should().BeTrue();
        if (result.ContainsKey("organization"))
        {
            Strings("invites").Should().Equal("invite_01ReferenceServerInvite1");
            Strings("groups").Should().Equal("rbac_group_01ReferenceServerGrp1");
            Strings("accounts").Should().Equal("svac_01ReferenceServerAccnt1");
            result["agents"]!.GetValue<bool>().Should().BeTrue();
        }
    }

    [Test]
    public void Reads_messages_and_streams()
    {
        var message = result["message"]!;
        message["text"]!.GetValue<string>().Should().Be("Hello! I am the reference");
        message["usage"]!.GetValue<int>().Should().Be(5);
        message["stop"]!.GetValue<string>().Should().Be("max_tokens");
        message["id"]!.GetValue<string>().Should().StartWith("req_");
        result["tokens"]!.GetValue<int>().Should().BePositive();
        JsonNode.DeepEquals(result["streamed"], JsonNode.Parse("""{"text":"Hello! I am the reference","usage":5,"stop":"max_tokens"}"""))
            .Should().BeTrue(result["streamed"]!.ToJsonString());
        Strings("events").Where(name => name != "ping").Should().Equal(
            "message_start", "content_block_start", "content_block_delta", "content_block_delta", "content_block_delta",
            "content_block_delta", "content_block_delta", "content_block_stop", "message_delta", "message_stop");
    }

    [Test]
    public void Uploads_downloads_and_deletes()
    {
        result["uploaded"]!.AsArray().Select(file => $"{file!["name"]} {file["bytes"]}")
            .Should().Equal("one.txt 7", "two.txt 7", "three.txt 9");
        result["download"]!.GetValue<string>().Should().StartWith("n,square\n");
        Strings("filesLeft").Should().Equal("file_01ReferenceServerMadeFile");
        result["skill"]!["name"]!.GetValue<string>().Should().Be("conformance");
        result["skill"]!["latest"]!.GetValue<string>().Should().NotBeEmpty();
        result["batch"]!.GetValue<string>().Should().Be("in_progress");
        Strings("results").Should().Equal("first-request succeeded");
    }

    [Test]
    public void Fails_with_the_type_of_the_status()
    {
        using var all = new AssertionScope();
        foreach (var (what, failure) in result["failures"]!.AsObject())
        {
            var (name, status, type) = what switch
            {
                "key" => ("AuthenticationError", 401, "authentication_error"),
                "model" or "file" => ("NotFoundError", 404, "not_found_error"),
                "permission" or "account" => ("PermissionDeniedError", 403, "permission_error"),
                _ => ("BadRequestError", 400, "invalid_request_error"),
            };
            JsonNode.DeepEquals(failure, new JsonObject { ["name"] = name, ["status"] = status, ["type"] = type, ["sameId"] = true })
                .Should().BeTrue($"{what} is {failure!.ToJsonString()}");
        }
    }

    private IEnumerable<string> Strings(string name) => result[name]!.AsArray().Select(item => item!.GetValue<string>());

    private static async Task<JsonObject> ResultAsync(string package, bool unusual)
    {
        await using var server = await Reference.ReferenceServer.StartAsync(new() { Unusual = unusual });
        var baseUrl = server.BaseUrl.ToString().TrimEnd('/');
        var start = new ProcessStartInfo("node", [Path.Combine(Home(), "client.mjs"), package, baseUrl])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["API_KEY"] = ReferenceKeys.Api;
        start.Environment["ADMIN_KEY"] = ReferenceKeys.Admin;
        start.Environment["OAUTH_TOKEN"] = ReferenceKeys.OAuth;
        start.Environment["NO_PROXY"] = "*";
        using var process = Process.Start(start)!;
        var run = await ProgramRun.EndOf(process, Longest, "node client.mjs");
        run.ExitCode.Should().Be(0, run.Errors);
        return JsonNode.Parse(run.Output)!.AsObject();
    }

    private static string Home([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Clients");
}
