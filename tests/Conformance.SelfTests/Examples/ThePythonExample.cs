using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Examples;

/// <summary>
/// The Python example, with a package that has as much of the surface of <c>anthropic</c> as the example touches: the real one is not to be
/// had everywhere.
/// </summary>
[Platform("Linux")]
public sealed class ThePythonExample
{
    private const string Package = """
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

    [Test]
    public async Task It_prints_the_content_of_a_message()
    {
        await using var target = await ExampleTarget.Start();
        var example = await Run(target, Package);

        example.Verdict.Should().Be(Verdict.Pass, example.Message);
        example.Seen("output").Should().Be("[{'type': 'text', 'text': 'Hello!'}]");
        example.Seen("program").Should().StartWith("import os\n\nimport anthropic\n").And.Contain(
            "    api_key=os.environ[\"ANTHROPIC_API_KEY\"],\n");
        target.Received.Last().Headers["x-api-key"].Should().Be(ExampleRuns.Key);
    }

    [Test]
    public async Task It_fails_with_what_the_package_reported()
    {
        await using var target = await ExampleTarget.Start(otherwise: async context =>
            context.Request.Headers.ContainsKey("user-agent") && await ExampleTarget.Refuse(context, 403, "permission_error", "not you"));
        var example = await Run(target, Package);

        example.Verdict.Should().Be(Verdict.Fail);
        example.Message.Should().Be(
            "expected exit code 0 and a message printed, but the example ended with exit code 1: urllib.error.HTTPError: HTTP Error "
                + "403: Forbidden");
    }

    [Test]
    public async Task It_fails_when_something_else_is_printed()
    {
        await using var target = await ExampleTarget.Start();
        var example = await Run(target, Package.Replace("[\"content\"]", ".get(\"choices\")", StringComparison.Ordinal));

        (example.Verdict, example.Message).Should().Be(
            (Verdict.Fail, "expected exit code 0 and a message printed, but the example printed None"));
    }

    [Test]
    public async Task A_package_that_does_not_work_is_not_the_fault_of_the_target()
    {
        await using var target = await ExampleTarget.Start();
        var example = await Run(target, "raise ImportError('a part is missing')");

        (example.Verdict, example.Reason?.Fault).Should().Be((Verdict.Error, Fault.Suite));
        example.Message.Should().Be("before it sent POST /v1/messages, the example ended with exit code 1: ImportError: a part is missing");
    }

    private static async Task<CaseResult> Run(ExampleTarget target, string package)
    {
        var packages = TestDirectory.Create();
        await File.WriteAllTextAsync(Path.Combine(packages, "anthropic.py"), package);
        var run = await ExampleRuns.Run(
            target.BaseUrl, "example.python", environment: new Dictionary<string, string> { ["PYTHONPATH"] = packages });
        var example = run.Examples()["python"];
        if (example.Message?.StartsWith("no python", StringComparison.Ordinal) == true)
        {
            Assert.Ignore(example.Message);
        }

        return example;
    }
}
