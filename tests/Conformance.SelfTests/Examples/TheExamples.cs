using System.Text;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Conformance.SelfTests.Examples;

/// <summary>The documentation's own programs, run by the suite: what they send, what breaks them, and whose fault that is.</summary>
public sealed class TheExamples
{
    private static readonly string[] OfToday = ["csharp", "typescript-1"];

    [Test]
    public async Task They_print_a_message_of_the_reference_server()
    {
        await using var server = await ReferenceServer.StartAsync();
        var run = await ExampleRuns.Run(server.BaseUrl, "example.*");

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        var examples = run.Examples();
        examples.Keys.Should().BeEquivalentTo("curl", "python", "typescript", "typescript-1", "csharp");
        examples.Values.Where(one => one.Verdict != Verdict.Pass).Should().OnlyContain(
            one => one.Verdict == Verdict.Skip && one.Message!.StartsWith("no ", StringComparison.Ordinal));
        Passed(examples).Should().Contain(["curl", "csharp"]);
        Passed(examples).Should().OnlyContain(name => examples[name].Seen("exitCode") == "0" && examples[name].Seen("output").Contains("msg_"));
        if (ExampleRuns.NodeModules is not null)
        {
            Passed(examples).Should().Contain(["typescript", "typescript-1"]);
        }
    }

    [Test]
    public async Task They_send_what_their_generation_of_client_sends_and_only_base_url_key_and_model_are_replaced()
    {
        NeedsNode();
        await using var target = await ExampleTarget.Start();
        var run = await ExampleRuns.Run(new Uri(target.BaseUrl, "/a/prefix/"), "example.*");

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        var sent = target.Received.Where(one => one.Client != "").ToList();
        sent.Select(one => (one.Client, one.KeyHeader, one.Headers["anthropic-version"])).Should().BeEquivalentTo(
        [
            ("curl", "x-api-key", "2023-06-01"),
            ("Anthropic", "x-api-key", "2023-06-01"),
            ("Anthropic", "authorization", "2026-10-21"),
            ("AnthropicClient", "authorization", "2026-10-21"),
        ]);
        sent.Should().OnlyContain(one => one.Path == "/a/prefix/v1/messages" && one.Body.GetProperty("model").GetString() == ExampleTarget.PlainModel);
        sent.Should().OnlyContain(one => one.Body.GetProperty("max_tokens").GetInt32() == 1024 && one.Headers["content-type"].StartsWith("application/json"));
        sent.Select(one => one.ClientVersion).Should().Contain(["0.137.0", "1.11.0", "13.11.0"]);
        run.Examples()["curl"].Seen("program").Should().Contain("\"$ANTHROPIC_BASE_URL\"/v1/messages \\\n     --header \"x-api-key: $ANTHROPIC_API_KEY\"");
        run.Examples()["typescript"].Exchanges[^1].Request.Headers.Should().Contain(field => field.Value == "Anthropic/JS 0.137.0");
    }

    [TestCase("bearer keys")]
    [TestCase("version 2026-10-21")]
    public async Task A_server_that_knows_the_clients_of_yesterday_only_breaks_those_of_today(string refused)
    {
        NeedsNode();
        await using var target = await ExampleTarget.Start(otherwise: async context => refused switch
        {
            "bearer keys" when !context.Request.Headers.ContainsKey("x-api-key") =>
                await ExampleTarget.Refuse(context, 401, "authentication_error", "x-api-key header is required"),
            "version 2026-10-21" when context.Request.Headers["anthropic-version"] != "2023-06-01" =>
                await ExampleTarget.Refuse(context, 400, "invalid_request_error", "anthropic-version: unknown"),
            _ => false,
        });
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*");

        var examples = run.Examples();
        run.ExitCode.Should().NotBe(0);
        Passed(examples).Should().BeEquivalentTo("curl", "typescript");
        examples.Where(one => one.Value.Verdict == Verdict.Fail).Select(one => one.Key).Should().BeEquivalentTo(OfToday);
        examples["typescript-1"].Message.Should().StartWith("expected exit code 0 and a message printed, but the example ended with exit code 1: ")
            .And.Contain(refused == "bearer keys" ? "AuthenticationError: 401" : "BadRequestError: 400").And.NotContain("\n");
        examples["csharp"].Message.Should().Contain(refused == "bearer keys" ? "Unauthorized" : "BadRequest").And.NotContain("\n");
        examples["csharp"].Observed["status"]!.GetValue<int>().Should().Be(refused == "bearer keys" ? 401 : 400);
    }

    [Test]
    public async Task A_key_that_the_server_gives_away_stands_neither_in_the_report_nor_on_the_console()
    {
        await using var target = await ExampleTarget.Start(otherwise: async context =>
            context.Request.Headers.UserAgent != "" && await ExampleTarget.Refuse(context, 401, "authentication_error", $"no such key: {ExampleRuns.Key}"));
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*");

        run.Examples()["curl"].Should().Match<CaseResult>(one => one.Verdict == Verdict.Fail && one.Message!.Contains("no such key: [redacted]"));
        run.Examples()["csharp"].Message.Should().Contain("no such key: [redacted]");
        (run.Output + run.Errors).Should().NotContain(ExampleRuns.Key);
        foreach (var file in Directory.EnumerateFiles(run.Directory, "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllTextAsync(file)).Should().NotContain(ExampleRuns.Key, file);
        }
    }

    [Test]
    [Platform("Linux")]
    public async Task The_key_is_in_no_argument_list_while_an_example_runs()
    {
        var seen = new List<string>();
        await using var target = await ExampleTarget.Start(otherwise: context =>
        {
            if (context.Request.Headers.UserAgent != "")
            {
                lock (seen)
                {
                    seen.AddRange(ArgumentLists());
                }
            }

            return Task.FromResult(false);
        });
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*");

        run.Examples()["curl"].Verdict.Should().Be(Verdict.Pass);
        seen.Should().Contain(arguments => arguments.Contains("--silent"), "curl runs while its request is answered");
        seen.Should().NotContain(arguments => arguments.Contains(ExampleRuns.Key));
    }

    [Test]
    public async Task A_model_may_be_named_as_a_target_likes()
    {
        const string Model = "it's \"a\" \\ `touch x` $(touch x) ${HOME} 模型 \U0001F600 %s\n//";
        await using var target = await ExampleTarget.Start(Model);
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*");

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        target.Received.Should().OnlyContain(one => one.Body.GetProperty("model").GetString() == Model);
    }

    [Test]
    public async Task An_answer_that_is_no_message_breaks_an_example_that_ends_well()
    {
        await using var target = await ExampleTarget.Start(otherwise: async context =>
        {
            if (context.Request.Headers.UserAgent == "")
            {
                return false;
            }

            context.Response.Headers.ContentType = "application/json";
            await context.Response.WriteAsync("""{"id":"chatcmpl-1","object":"chat.completion","choices":[]}""");
            return true;
        });
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*");

        run.Examples().Values.Where(one => one.Verdict != Verdict.Skip).Should().OnlyContain(one =>
            one.Verdict == Verdict.Fail && one.Message!.Contains("but the example printed ") && one.Seen("exitCode") == "0");
    }

    [TestCase("limited", "still answered 429")]
    [TestCase("closed", "closed without an answer")]
    public async Task A_target_that_cannot_be_judged_breaks_no_promise(string behaviour, string reason)
    {
        await using var target = await ExampleTarget.Start(otherwise: async context =>
        {
            if (context.Request.Headers.UserAgent == "")
            {
                return false;
            }

            if (behaviour == "closed")
            {
                context.Abort();
                return true;
            }

            context.Response.Headers.RetryAfter = "0";
            return await ExampleTarget.Refuse(context, 429, "rate_limit_error", "too many");
        });
        var run = await ExampleRuns.Run(target.BaseUrl, "example.curl,example.csharp");

        run.Examples().Values.Should().OnlyContain(one => one.Verdict != Verdict.Skip ? one.Verdict == Verdict.Error && one.Fault == "target" && one.Message!.Contains(reason) : one.Rule != "example.curl");
    }

    [Test]
    public async Task A_machine_without_the_runtimes_skips_the_examples_and_says_why()
    {
        await using var target = await ExampleTarget.Start();
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*", environment: new Dictionary<string, string> { ["PATH"] = TestDirectory.Create() });

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        var examples = run.Examples();
        Passed(examples).Should().Equal("csharp");
        examples["curl"].Message.Should().Be("no curl on the PATH");
        examples["typescript-1"].Message.Should().Be("no node on the PATH");
        examples["python"].Message.Should().StartWith("no python");
    }

    [Test]
    public async Task A_machine_without_the_npm_packages_skips_those_examples_alone()
    {
        NeedsNode();
        await using var target = await ExampleTarget.Start();
        var run = await ExampleRuns.Run(target.BaseUrl, "example.typescript*", environment: new Dictionary<string, string> { ["NODE_PATH"] = OneGeneration() });

        run.Examples()["typescript"].Verdict.Should().Be(Verdict.Pass);
        run.Examples()["typescript-1"].Message.Should().StartWith("no npm package @anthropic-ai/sdk 1.x or later: ");
    }

    [TestCase("2024-06", "curl")]
    [TestCase("2025-05", "curl,typescript")]
    public async Task A_snapshot_has_the_examples_that_its_document_prints(string snapshot, string names)
    {
        NeedsNode();
        await using var target = await ExampleTarget.Start();
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*", [("Contract", snapshot)]);

        Passed(run.Examples()).Should().BeEquivalentTo(names.Split(','));
        run.Examples()["curl"].Seen("program").Should().Contain(snapshot == "2024-06" ? "    \"max_tokens\": 1024" : "\n  \"max_tokens\": 1024");
    }

    [Test]
    public async Task They_reach_a_target_as_the_rest_of_the_run_does()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { Certificate = LoopbackCertificate.Certificate });
        (string, string)[] settings = [("CaCertificate", LoopbackCertificate.PemFile), ("HttpVersion", "2"), ("ExtraHeaders", "x-gateway-token: of-the-gateway")];
        var run = await ExampleRuns.Run(server.TlsUrl!, "example.*", settings);

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        Passed(run.Examples()).Should().Contain(["curl", "csharp"]);
        var request = run.Examples()["curl"].Exchanges[^1].Request;
        request.HttpVersion.Should().Be("2");
        request.Headers.Should().Contain(field => field.Name == "x-gateway-token" && field.Value == "[redacted]");
    }

    [Test]
    [Platform("Linux")]
    public async Task The_Python_example_prints_the_content()
    {
        var packages = TestDirectory.Create();
        await File.WriteAllTextAsync(Path.Combine(packages, "anthropic.py"), PythonStandIn);
        await using var target = await ExampleTarget.Start();
        var run = await ExampleRuns.Run(target.BaseUrl, "example.python", environment: new Dictionary<string, string> { ["PYTHONPATH"] = packages });

        var python = run.Examples()["python"];
        if (python.Message?.Contains("no python", StringComparison.Ordinal) == true)
        {
            Assert.Ignore(python.Message);
        }

        python.Verdict.Should().Be(Verdict.Pass, python.Message);
        python.Seen("program").Should().Contain("api_key=os.environ[\"ANTHROPIC_API_KEY\"]");
        target.Received.Last().Headers["x-api-key"].Should().Be(ExampleRuns.Key);
    }

    // The package itself is not to be had everywhere; this has as much of its surface as the example touches.
    private const string PythonStandIn = """
        import json, os, urllib.request

        class Message:
            def __init__(self, content):
                self.content = content

        class Anthropic:
            def __init__(self, api_key):
                self.api_key = api_key
                self.messages = self

            def create(self, **body):
                request = urllib.request.Request(os.environ["ANTHROPIC_BASE_URL"] + "/v1/messages", json.dumps(body).encode(), {
                    "x-api-key": self.api_key, "anthropic-version": "2023-06-01", "content-type": "application/json"})
                with urllib.request.urlopen(request) as answer:
                    return Message(json.load(answer)["content"])
        """;

    private static void NeedsNode()
    {
        if (ExampleRuns.NodeModules is null)
        {
            Assert.Ignore("the npm packages of the examples are not installed: test.sh does");
        }
    }

    private static IEnumerable<string> Passed(IReadOnlyDictionary<string, CaseResult> examples) =>
        examples.Where(one => one.Value.Verdict == Verdict.Pass).Select(one => one.Key);

    // A directory with the older generation alone, under the name that its users know it by.
    private static string OneGeneration()
    {
        var directory = TestDirectory.Create();
        Directory.CreateSymbolicLink(
            Path.Combine(Directory.CreateDirectory(Path.Combine(directory, "@anthropic-ai")).FullName, "sdk"), Path.Combine(ExampleRuns.NodeModules!, "anthropic-sdk-0"));
        return directory;
    }

    private static IEnumerable<string> ArgumentLists()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(path => Path.GetFileName(path).All(char.IsAsciiDigit)))
        {
            string arguments;
            try
            {
                arguments = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(directory, "cmdline"))).Replace('\0', ' ');
            }
            catch (IOException)
            {
                continue;
            }

            yield return arguments;
        }
    }
}
