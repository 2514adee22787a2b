using Conformance.Reference;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Cli;

/// <summary>What <c>conformance run</c> shows while it judges, in a terminal and without one.</summary>
public sealed class WatchingARun
{
    private const char Escape = '\u001b';

    [Test]
    public async Task In_a_terminal_families_fill_and_causes_appear()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { Deviations = ["request-id-absent"] });
        var command = $"{ToolProcess.Executable} run --base-url {server.BaseUrl} --rules auth.*,headers.* --operations models.*";

        // script(1) gives it a terminal.
        var watched = await ProgramRun.Of(
            TestDirectory.Create(),
            new Dictionary<string, string>(ExternalRun.Keys) { ["TERM"] = "xterm-256color", ["CI"] = "" },
            "script", "--quiet", "--return", "--command", command, "/dev/null");

        watched.ExitCode.Should().Be(2, watched.Said);
        watched.Output.Should().Contain($"{Escape}[").And.MatchRegex("auth.*[━─]{24}").And.MatchRegex("headers.*[━─]{24}");
        watched.Output.Should().Contain("✗ headers.request-id: ").And.Contain(" broken");
        watched.Output.Should().MatchRegex("0 of [0-9]+ cases");
        watched.Output[watched.Output.LastIndexOf('✗')..].Should().Contain("exit code 2", "the summary stays");
    }

    [Test]
    public async Task Without_a_terminal_there_are_plain_lines()
    {
        var run = await ToolProcess.Run(("Rules", "auth.missing-key"), ("Operations", "models.list"));

        run.Program.Said.Should().NotContain($"{Escape}").And.NotContain("━").And.Contain("exit code 0");
    }
}
