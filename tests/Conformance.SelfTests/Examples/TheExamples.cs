using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Examples;

/// <summary>The documentation's own programs, run by the suite: what they send, what breaks them, and whose fault that is.</summary>
public sealed class TheExamples
{
    [TestCase("to the letter")]
    [TestCase("as recorded")]
    public async Task They_print_a_message_of_the_reference_server(string answering)
    {
        await using var server = await ReferenceServer.StartAsync(answering == "to the letter"
            ? null
            : ReferenceServerOptions.AsRecorded with { Chunked = true, MixedHeaderCase = true, ExtraMembers = true, OtherIdFormat = true });
        var run = await ExampleRuns.Run(server.BaseUrl, "example.*");

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        var examples = run.Examples();
        examples.Keys.Should().BeEquivalentTo("curl", "python", "typescript", "typescript-1", "csharp");
        examples.Values.Where(one => one.Verdict != Verdict.Pass).Should().OnlyContain(
            one => one.Verdict == Verdict.Skip && one.Message!.StartsWith("no ", StringComparison.Ordinal));
        run.Passed().Should().Contain(["curl", "csharp"]);
        run.Passed().Should().OnlyContain(name => examples[name].Seen("exitCode") == "0" && examples[name].Seen("output").Contains("msg_"));
        if (ExampleRuns.NodeModules is not null)
        {
            run.Passed().Should().Contain(["typescript", "typescript-1"]);
        }
    }

    [Test]
    public async Task They_send_what_their_generation_of_client_sends_and_only_base_url_key_and_model_are_replaced()
    {
        ExampleRuns.NeedsNode();
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
        sent.Should().OnlyContain(
            one => one.Path == "/a/prefix/v1/messages" && one.Body.GetProperty("model").GetString() == ExampleTarget.PlainModel);
        sent.Should().OnlyContain(
            one => one.Body.GetProperty("max_tokens").GetInt32() == 1024 && one.Headers["content-type"].StartsWith("application/json"));
        sent.Select(one => one.ClientVersion).Should().Contain(["0.137.0", "1.11.0", "13.11.0"]);
        run.Examples()["curl"].Seen("program").Should().Contain(
            "\"$ANTHROPIC_BASE_URL\"/v1/messages \\\n     --header \"x-api-key: $ANTHROPIC_API_KEY\"");
        run.Deciding("example.typescript:messages.create").Request.Headers.Should().Contain(field => field.Value == "Anthropic/JS 0.137.0");
    }

    [Test]
    public async Task A_model_may_be_named_as_a_target_likes()
    {
        const string Model = "it's \"a\" \\ `touch x` $(touch x) ${HOME} 模型 \U0001F600 %s\n//";
        await using var target = await ExampleTarget.Start(Model);
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*");

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        var messages = target.Received.Where(one => one.Path == "/v1/messages" && one.Body.TryGetProperty("messages", out _)).ToList();
        messages.Should().NotBeEmpty().And.OnlyContain(one => one.Body.GetProperty("model").GetString() == Model);
    }

    [TestCase("2024-06", "curl")]
    [TestCase("2025-05", "curl,typescript")]
    public async Task A_snapshot_has_the_examples_that_its_document_prints(string snapshot, string names)
    {
        ExampleRuns.NeedsNode();
        await using var target = await ExampleTarget.Start();
        var run = await ExampleRuns.Run(target.BaseUrl, "example.curl,example.typescript*", [("Contract", snapshot)]);

        run.Passed().Should().BeEquivalentTo(names.Split(','));
        run.Examples()["curl"].Seen("program").Should().Contain(
            snapshot == "2024-06" ? "    \"max_tokens\": 1024" : "\n  \"max_tokens\": 1024");
    }

    [Test]
    public async Task They_reach_a_target_as_the_rest_of_the_run_does()
    {
        await using var server = await ReferenceServer.StartAsync(
            new ReferenceServerOptions { Certificate = LoopbackCertificate.Certificate });
        (string, string)[] settings =
        [
            ("CaCertificate", LoopbackCertificate.PemFile), ("HttpVersion", "2"), ("ExtraHeaders", "x-gateway-team: blue")
        ];
        var run = await ExampleRuns.Run(server.TlsUrl!, "example.*", settings);

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        run.Passed().Should().Contain(["curl", "csharp"]);
        var request = run.Deciding("example.curl:messages.create").Request;
        request.HttpVersion.Should().Be("2");
        request.Headers.Should().Contain(field => field.Name == "x-gateway-team" && field.Value == "blue");
    }
}
