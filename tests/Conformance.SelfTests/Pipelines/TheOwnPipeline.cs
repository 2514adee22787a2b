using System.Runtime.Versioning;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace Conformance.SelfTests.Pipelines;

/// <summary>The pipeline of the project itself.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TheOwnPipeline
{
    private static readonly YamlNode Workflow = Yaml.Read(File.ReadAllText(Repository.File(".github", "workflows", "ci.yml")));

    private static IEnumerable<string> Scripts => ((YamlMappingNode)Workflow.At("jobs")!).Children
        .SelectMany(job => job.Value.Items("steps")).Where(step => step.At("run") is not null).Select(step => step.Text("run"));

    [Test]
    public void It_runs_what_is_there()
    {
        Scripts.Should().ContainSingle(script => script.EndsWith(".ci/run", StringComparison.Ordinal));
        File.GetUnixFileMode(Repository.File(".ci", "run")).Should().HaveFlag(UnixFileMode.UserExecute);
        foreach (var project in Scripts.SelectMany(script => script.Split(' '))
            .Where(word => word.StartsWith("src/", StringComparison.Ordinal)))
        {
            Directory.Exists(Repository.File(project.Split('/'))).Should().BeTrue();
        }
    }

    [Test]
    public void It_publishes_for_every_machine_that_has_a_profile() =>
        Workflow.Items("jobs/tool/strategy/matrix/runtime").Select(runtime => $"{runtime}.pubxml").Should().BeEquivalentTo(
            Directory.EnumerateFiles(Path.Combine(Repository.Tool, "Properties", "PublishProfiles")).Select(Path.GetFileName));

    [Test]
    public async Task Its_scripts_are_ones_that_a_shell_can_read()
    {
        foreach (var script in Scripts.Append(await File.ReadAllTextAsync(Repository.File(".ci", "run"))))
        {
            var text = System.Text.RegularExpressions.Regex.Replace(script, @"\$\{\{.*?\}\}", "value");
            var read = await ProgramRun.Of(TestDirectory.Create(), new Dictionary<string, string>(), "bash", "-n", "-c", text);
            read.ExitCode.Should().Be(0, read.Said);
        }
    }
}
