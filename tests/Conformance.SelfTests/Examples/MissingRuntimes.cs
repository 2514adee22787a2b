using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Examples;

/// <summary>What the suite needs of a machine to run the examples, and what it does where that is not there.</summary>
public sealed class MissingRuntimes
{
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

    [Test]
    public async Task A_machine_without_the_runtimes_skips_the_examples_and_says_why()
    {
        await using var target = await ExampleTarget.Start();
        var run = await ExampleRuns.Run(target.BaseUrl, "example.*", environment: new Dictionary<string, string> { ["PATH"] = TestDirectory.Create() });

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        var examples = run.Examples();
        run.Passed().Should().Equal("csharp");
        examples["curl"].Message.Should().Be("no curl on the PATH");
        examples["typescript-1"].Message.Should().Be("no node on the PATH");
        examples["python"].Message.Should().StartWith("no python");
    }

    [Test]
    public async Task A_machine_without_the_npm_packages_skips_those_examples_alone()
    {
        ExampleRuns.NeedsNode();
        await using var target = await ExampleTarget.Start();
        var run = await ExampleRuns.Run(target.BaseUrl, "example.typescript*", environment: new Dictionary<string, string> { ["NODE_PATH"] = OneGeneration() });

        run.Examples()["typescript"].Verdict.Should().Be(Verdict.Pass);
        run.Examples()["typescript-1"].Message.Should().StartWith("no npm package @anthropic-ai/sdk 1.x or later: ");
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

    // A directory with the older generation alone, under the name that its users know it by.
    private static string OneGeneration()
    {
        var directory = TestDirectory.Create();
        Directory.CreateSymbolicLink(
            Path.Combine(Directory.CreateDirectory(Path.Combine(directory, "@anthropic-ai")).FullName, "sdk"), Path.Combine(ExampleRuns.NodeModules!, "anthropic-sdk-0"));
        return directory;
    }
}
