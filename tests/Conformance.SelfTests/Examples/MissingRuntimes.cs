using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Examples;

/// <summary>What the suite needs of a machine to run the examples, and what it does where that is not there.</summary>
public sealed class MissingRuntimes
{
    [Test]
    public async Task A_machine_without_the_runtimes_skips_the_examples_and_says_why()
    {
        await using var target = await ExampleTarget.Start();
        var run = await ExampleRuns.Run(
            target.BaseUrl, "example.*", environment: new Dictionary<string, string> { ["PATH"] = TestDirectory.Create() });

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
        var run = await ExampleRuns.Run(
            target.BaseUrl, "example.typescript*", environment: new Dictionary<string, string> { ["NODE_PATH"] = OneGeneration() });

        run.Examples()["typescript"].Verdict.Should().Be(Verdict.Pass);
        run.Examples()["typescript-1"].Message.Should().StartWith("no npm package @anthropic-ai/sdk 1.x or later: ");
    }

    // A directory with the older generation alone, under the name that its users know it by.
    private static string OneGeneration()
    {
        var directory = TestDirectory.Create();
        Directory.CreateSymbolicLink(
            Path.Combine(
                Directory.CreateDirectory(Path.Combine(directory, "@anthropic-ai")).FullName,
                "sdk"), Path.Combine(ExampleRuns.NodeModules!, "anthropic-sdk-0"));
        return directory;
    }
}
