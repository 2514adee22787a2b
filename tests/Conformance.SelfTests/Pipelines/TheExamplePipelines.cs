using System.Globalization;
using System.Runtime.Versioning;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace Conformance.SelfTests.Pipelines;

/// <summary>The scripts of the examples for pipelines, taken from the page and run as their pipelines run them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TheExamplePipelines
{
    [Test]
    public async Task GitHub_Actions()
    {
        await using var workspace = await PipelineWorkspace.Start();
        var workflow = Yaml.Read(PipelinePage.Example("GitHub Actions"));
        var use = workflow.Items("jobs/shard/steps").Single(IsOfTheAction);
        var verdict = workspace.Job("verdict");
        use.Texts("env").Should().Equal(new Dictionary<string, string> { ["CONFORMANCE_API_KEY"] = "${{ secrets.CLAUDE_API_KEY }}" });

        await Task.WhenAll(workflow.Items("jobs/shard/strategy/matrix/shard").Select(async shard =>
        {
            var job = new ActionJob(workspace, workspace.Job($"job-{shard}"));
            var values = new Dictionary<string, string> { ["matrix.shard"] = shard.ToString(), ["vars.GATEWAY"] = workspace.Gateway };
            var inputs = use.Texts("with").ToDictionary(one => one.Key, one => PipelinePage.Replaced(one.Value, values));
            inputs["rules"] = PipelineWorkspace.Rules;

            var run = await job.Use(inputs);

            run.ExitCode.Should().Be(0, run.Said);
            PipelineWorkspace.Hand(job.Folder, verdict, job.Outputs["report"]);
        }));

        var last = new ActionJob(workspace, verdict);
        var programs = GitHubCommandLine(await workspace.Baseline());
        var values = new Dictionary<string, string> { ["github.token"] = "token", ["github.repository"] = "owner/name" };
        (await last.Use(workflow.Items("jobs/verdict/steps").Single(IsOfTheAction).Texts("with"))).ExitCode.Should().Be(0);
        foreach (var step in workflow.Items("jobs/verdict/steps").Where(step => step.At("run") is not null))
        {
            var run = await last.Run(ActionJob.Unnamed, step, values, programs);
            run.ExitCode.Should().Be(0, run.Said);
        }

        ShouldHaveJoinedAndCompared(verdict);
        last.Summary.Should().Contain("main").And.Contain("this");
    }

    [Test]
    public async Task GitLab_CI()
    {
        await using var workspace = await PipelineWorkspace.Start();
        var pipeline = Yaml.Read(PipelinePage.Example("GitLab CI"));
        string Script(string job) =>
            string.Join('\n', pipeline.Items("default/before_script").Concat(pipeline.Items($"{job}/script")));
        var count = int.Parse(pipeline.Text("shard/parallel"), CultureInfo.InvariantCulture);
        var verdict = workspace.Job("verdict");
        await using var gitLab = await ArtifactServer.Start(
            "/api/v4/projects/7/jobs/artifacts/main/raw/reports/results.json?job=conformance", "token", await workspace.Baseline());

        await Task.WhenAll(Enumerable.Range(1, count).Select(async number =>
        {
            var job = workspace.Job($"job-{number}");
            var run = await workspace.Run(job, "bash -eo pipefail", Script("shard"), new Dictionary<string, string>
            {
                ["CI_NODE_INDEX"] = $"{number}",
                ["CI_NODE_TOTAL"] = $"{count}",
            });
            run.ExitCode.Should().Be(0, run.Said);
            PipelineWorkspace.Hand(job, verdict, $"shard-{number}");
        }));
        var whole = await workspace.Run(verdict, "bash -eo pipefail", Script("conformance"), new Dictionary<string, string>
        {
            ["CI_API_V4_URL"] = $"{gitLab.Url}api/v4",
            ["CI_PROJECT_ID"] = "7",
            ["CI_JOB_TOKEN"] = "token",
        });

        whole.ExitCode.Should().Be(0, whole.Said);
        ShouldHaveJoinedAndCompared(verdict);
    }

    [Test]
    public async Task Azure_Pipelines()
    {
        await using var workspace = await PipelineWorkspace.Start();
        var jobs = Yaml.Read(PipelinePage.Example("Azure Pipelines")).Items("jobs").ToDictionary(job => job.Text("job"));
        var count = int.Parse(jobs["shard"].Text("strategy/parallel"), CultureInfo.InvariantCulture);
        var downloads = TestDirectory.Create();
        var variables = new Dictionary<string, string>
        {
            ["ClaudeApiKey"] = Conformance.Reference.ReferenceKeys.Api,
            ["Gateway"] = workspace.Gateway,
            ["Feed"] = workspace.Feed,
        };
        async Task Run(string job, string folder, params (string Name, string Value)[] predefined)
        {
            var step = jobs[job].Items("steps").Single(step => step.At("script") is not null);
            var environment = step.Texts("env").ToDictionary(one => one.Key, one => PipelinePage.Replaced(one.Value, variables));
            foreach (var (name, value) in predefined)
            {
                environment[name] = value;
            }

            var run = await workspace.Run(folder, "bash --noprofile --norc", step.Text("script"), environment);
            run.ExitCode.Should().Be(0, run.Said);
        }

        await Task.WhenAll(Enumerable.Range(1, count).Select(async number =>
        {
            var job = workspace.Job($"job-{number}");
            await Run("shard", job, ("SYSTEM_JOBPOSITIONINPHASE", $"{number}"), ("SYSTEM_TOTALJOBSINPHASE", $"{count}"));
            PipelineWorkspace.Hand(job, downloads, $"shard-{number}");
        }));
        Directory.CreateDirectory(Path.Combine(downloads, "baseline"));
        File.Copy(await workspace.Baseline(), Path.Combine(downloads, "baseline", "results.json"));
        var verdict = workspace.Job("verdict");
        await Run("verdict", verdict, ("PIPELINE_WORKSPACE", downloads));

        ShouldHaveJoinedAndCompared(verdict);
    }

    [Test]
    public async Task Jenkins()
    {
        await using var workspace = await PipelineWorkspace.Start();
        var folder = workspace.Job("job");
        Directory.CreateDirectory(Path.Combine(folder, "baseline"));
        File.Copy(await workspace.Baseline(), Path.Combine(folder, "baseline", "results.json"));
        var scripts = PipelinePage.GroovyScripts(PipelinePage.Example("Jenkins"));

        scripts.Should().HaveCount(4);
        foreach (var script in scripts)
        {
            var run = await workspace.Run(folder, "sh -xe", script);
            run.ExitCode.Should().Be(0, run.Said);
        }

        ShouldHaveJoinedAndCompared(folder);
    }

    [Test]
    public void No_example_holds_a_secret_or_asks_for_one_as_an_option()
    {
        var page = File.ReadAllText(Repository.File(".github", "PIPELINES.md"));

        page.Should().NotContain("sk-ant-").And.NotContain("--api-key");
    }

    private static void ShouldHaveJoinedAndCompared(string folder)
    {
        var reports = Directory.EnumerateFiles(Path.Combine(folder, "reports")).Select(Path.GetFileName).ToList();
        reports.Should().Contain(["results.json", "index.html", "junit.xml", "comparison.md", "comparison.html"]);
        File.ReadAllText(Path.Combine(folder, "reports", "comparison.md")).Should().Contain("No difference");
    }

    private static bool IsOfTheAction(YamlNode step) =>
        step.At("uses") is { } uses && uses.ToString().EndsWith("/.github/actions/conformance@main", StringComparison.Ordinal)
        && Directory.Exists(Repository.File(".github", "actions", "conformance"));

    // What gh does where the last run of main has kept its reports.
    private static string GitHubCommandLine(string baseline)
    {
        var folder = TestDirectory.Create();
        var gh = Path.Combine(folder, "gh");
        File.WriteAllText(gh, $"""
            #!/bin/sh
            case "$*" in
              "run list --workflow conformance --branch main "*) echo 42 ;;
              "run download 42 --name conformance --dir baseline") mkdir -p baseline && cp '{baseline}' baseline/ ;;
              *) echo "gh: $*" >&2; exit 1 ;;
            esac
            """);
        File.SetUnixFileMode(gh, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return folder;
    }
}
