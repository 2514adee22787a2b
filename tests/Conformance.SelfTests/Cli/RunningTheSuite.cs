using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Suite.Settings;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Cli;

/// <summary><c>conformance run</c>.</summary>
public sealed class RunningTheSuite
{
    private const string Secret = "sk-ant-api03-nobody-may-ever-see-this";

    [TestCase(null, 0)]
    [TestCase("request-id-absent", 2)]
    public async Task It_comes_to_the_same_as_the_executable_of_the_suite(string? deviation, int exitCode)
    {
        await using var server = await ReferenceServer.StartAsync(
            new ReferenceServerOptions { Deviations = deviation is null ? [] : [deviation] });
        (string, string)[] settings =
        [
            ("BaseUrl", server.BaseUrl.AbsoluteUri), ("Rules", "auth.*,headers.*"), ("Operations", "messages.*,models.*"),
        ];

        var tool = await ToolProcess.Run(settings);
        var suite = await SuiteProcess.Run(
            [.. settings.SelectMany(setting => new[] { "--test-parameter", $"{setting.Item1}={setting.Item2}" })], ExternalRun.Keys);

        tool.Program.ExitCode.Should().Be(exitCode, tool.Program.Said);
        suite.ExitCode.Should().Be(exitCode);
        tool.Results.Cases.Select(Judged).Should().Equal(suite.Results.Cases.Select(Judged));
        tool.Results.Summary.Should().Be(suite.Results.Summary);
        tool.Results.Rules.Select(rule => rule.Id).Should().Equal(suite.Results.Rules.Select(rule => rule.Id));
        Counts(tool.Program.Output).Should().Equal(Counts(suite.Output)).And.NotBeEmpty();
        Names(tool.Reports).Should().Equal(Names(suite.Directory));
    }

    [Test]
    public async Task The_help_shows_every_setting_with_its_default()
    {
        var help = await ToolProcess.Run(new Dictionary<string, string>(), "--help");

        help.Program.ExitCode.Should().Be(0);
        foreach (var setting in Setting.All)
        {
            help.Program.Output.Should().Contain($"{setting.Option} ").And.Contain(setting.Meaning);
            help.Program.Output.Should().Contain(setting.Default.Length > 0 ? $"[default: {setting.Default}]" : setting.Name[..1]);
        }
    }

    [TestCase("--base-urll=http://127.0.0.1", "'--base-urll' is no option; did you mean --base-url?")]
    [TestCase("--zzzzzzzzzzzz", "'--zzzzzzzzzzzz' is no option")]
    [TestCase("stray", "'stray' is no option")]
    [TestCase("http://user:word@127.0.0.1:8080/v1?to=ken", "'http://127.0.0.1:8080' is no option; write --base-url before it")]
    [TestCase("--base-url", "Required argument missing for option: '--base-url'")]
    [TestCase("--concurrency 0", "--concurrency = '0': it must be a whole number from 1 to 64")]
    [TestCase("--shard 3/2", "--shard = '3/2': it must be a part")]
    [TestCase("--settings nowhere.runsettings", "the settings file cannot be read")]
    [TestCase($"--api-key {Secret}", "set CONFORMANCE_API_KEY")]
    [TestCase("--admin-api-key something", "set CONFORMANCE_API_KEY")]
    [TestCase($"--model {Secret}", "holds a secret")]
    [TestCase(Secret, "set CONFORMANCE_API_KEY")]
    public async Task What_it_cannot_use_is_said_in_one_line(string arguments, string because)
    {
        var refused = await ToolProcess.Run(ExternalRun.Keys, arguments.Split(' '));

        refused.Program.ExitCode.Should().Be(5);
        refused.Program.Said.TrimEnd().Split('\n').Should().ContainSingle()
            .Which.Should().StartWith("conformance: ").And.Contain(because).And.NotContain(Secret);
        Directory.Exists(refused.Reports).Should().BeFalse();
    }

    [Test]
    public async Task An_option_overrides_the_environment_which_overrides_the_file()
    {
        var file = SettingsFile.With(("Concurrency", "1"), ("RequestsPerSecond", "100"), ("Timeout", "11s"));
        var environment = new Dictionary<string, string> { ["CONFORMANCE_CONCURRENCY"] = "2", ["CONFORMANCE_REQUESTS_PER_SECOND"] = "200" };

        var run = await ToolProcess.Run(
            environment,
            ["--settings", file, "--concurrency", "3", "--rules", "auth.missing-key", "--operations", "models.list", "--strict"]);

        run.Program.ExitCode.Should().Be(0, run.Program.Said);
        var settings = run.Results.Settings.ToDictionary(setting => setting.Key, setting => setting.Value!.GetValue<string>());
        settings.Should().Contain("Concurrency", "3").And.Contain("RequestsPerSecond", "200").And.Contain("Timeout", "11s")
            .And.Contain("Strict", "true").And.Contain("ReportDirectory", "reports");
    }

    [Test]
    public async Task A_target_that_is_not_there_is_not_judged()
    {
        var run = await ToolProcess.Run(("BaseUrl", "http://127.0.0.1:1"));

        run.Program.ExitCode.Should().Be(4);
        run.Program.Errors.Should().StartWith("conformance: ").And.Contain("report: ");
        run.Results.NotJudged.Should().NotBeNull();
    }

    [Test]
    public async Task A_dry_run_sends_nothing()
    {
        await using var target = RawServer.Start(_ => Task.CompletedTask);

        var run = await ToolProcess.Run(ExternalRun.Keys, "--dry-run", "--base-url", target.Url.AbsoluteUri);

        run.Program.ExitCode.Should().Be(0, run.Program.Said);
        run.Program.Output.Should().Contain("nothing was sent").And.Contain("plan ");
        target.Connections.Should().Be(0);
    }

    [Test]
    public async Task An_interrupted_run_writes_its_report([Values("INT", "TERM")] string signal)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);
        using var tool = StartedSuite.StartTool(ToolProcess.Options([
            ("BaseUrl", relay.Url.AbsoluteUri), ("Rules", "auth.*,error.*"), ("RequestsPerSecond", "100")]));

        await relay.Received(60_000);
        await tool.Signal(signal);
        await tool.End();

        tool.ExitCode.Should().Be(RunVerdict.NotJudged, tool.Output);
        tool.Results.NotJudgedReason!.Kind.Should().Be(ReasonKind.Interrupted);
    }

    [TestCase("conformance run --max", "--max-upload,--max-duration")]
    [TestCase("conformance run --auth ", "x-api-key,bearer")]
    [TestCase("conformance r", "run,report,rules")]
    public async Task A_shell_completes_it(string typed, string completions)
    {
        var suggested = await ProgramRun.Of(
            TestDirectory.Create(), new Dictionary<string, string>(), ToolProcess.Executable, $"[suggest:{typed.Length}]", typed);

        suggested.ExitCode.Should().Be(0, suggested.Said);
        suggested.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Contain(completions.Split(','));
    }

    private static string Judged(CaseResult result) => $"{result.Id}: {result.Verdict}, {result.Message}";

    private static IEnumerable<string> Counts(string output) => output.Split('\n')
        .Where(line => line.Contains(" pass, ", StringComparison.Ordinal) || line.Contains("exit code ", StringComparison.Ordinal));

    private static IEnumerable<string?> Names(string directory) =>
        Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
