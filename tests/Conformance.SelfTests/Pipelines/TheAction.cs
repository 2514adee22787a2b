using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Pipelines;

/// <summary>The action that others use in their workflows.</summary>
public sealed class TheAction
{
    [TestCase(null, 0, "kept")]
    [TestCase("request-id-absent", 2, "broken")]
    public async Task It_judges_and_says_what_came_of_it(string? deviation, int exitCode, string verdict)
    {
        await using var workspace = await PipelineWorkspace.Start(deviation);
        var job = new ActionJob(workspace, workspace.Job("job"));

        var run = await job.Use(new Dictionary<string, string>
        {
            ["base-url"] = workspace.Gateway,
            ["operations"] = "models.*",
            ["rules"] = PipelineWorkspace.Rules,
            ["waivers"] = "waivers.json",
        });

        run.ExitCode.Should().Be(exitCode, run.Said);
        job.Outputs.Should().Contain("verdict", verdict).And.Contain("report", "reports")
            .And.Contain("exit-code", exitCode.ToString(System.Globalization.CultureInfo.InvariantCulture));
        File.Exists(Path.Combine(job.Folder, "reports", "index.html")).Should().BeTrue();
        job.Summary.Should().StartWith("# Claude API contract");
        run.Output.Contains("::error title=headers.request-id on", StringComparison.Ordinal).Should().Be(exitCode != 0);
    }

    [Test]
    public async Task Settings_that_cannot_be_used_are_no_verdict_on_the_target()
    {
        await using var workspace = await PipelineWorkspace.Start();
        var job = new ActionJob(workspace, workspace.Job("job"));

        var run = await job.Use(new Dictionary<string, string> { ["base-url"] = workspace.Gateway, ["shard"] = "9/4" });

        run.ExitCode.Should().Be(5);
        job.Outputs.Should().Contain("verdict", "unusable");
    }

    [Test]
    public void Every_output_is_written_by_its_script()
    {
        var action = ActionJob.Action;

        foreach (var output in ((YamlDotNet.RepresentationModel.YamlMappingNode)action.At("outputs")!).Children)
        {
            output.Value.Text("value").Should().Be($"${{{{ steps.run.outputs.{output.Key} }}}}");
            action.Items("runs/steps").Single(step => step.At("id") is not null).Text("run").Should().Contain($"{output.Key}=");
        }
    }
}
