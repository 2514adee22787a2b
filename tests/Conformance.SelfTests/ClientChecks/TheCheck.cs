using System.Diagnostics;
using Conformance.Reference;
using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Cli;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.ClientChecks;

/// <summary><c>conformance check</c> and <c>serve --check-clients</c> as their users start them.</summary>
public sealed class TheCheck
{
    [TestCase("check", "there is no command to check")]
    [TestCase("check --", "there is no command to check")]
    [TestCase("check --concurency 2 -- node", "'--concurency' is not known here")]
    [TestCase("check --concurrency many -- node", "--concurrency = 'many' is not a number")]
    [TestCase("check --timeout 0 -- node", "--timeout = '0' is not a number")]
    [TestCase("check --rules , -- node", "is not a list of patterns")]
    [TestCase("check --waivers missing.json -- node", "missing.json")]
    [TestCase("check -- no-such-program", "'no-such-program' cannot be started")]
    [TestCase("check -- /tmp", "'/tmp' cannot be started")]
    [TestCase("check -- ", "there is no command to check")]
    [TestCase("check --concurrency", "--concurrency")]
    [TestCase("check -o /proc/none -- node", "--output = '/proc/none' cannot be written")]
    public async Task What_cannot_be_checked_is_said_in_one_line(string arguments, string because)
    {
        var directory = TestDirectory.Create();

        var refused = await Command.Run(directory, arguments.Split(' '));

        refused.ExitCode.Should().Be(5, refused.Output);
        refused.Errors.TrimEnd().Split('\n').Should().ContainSingle().Which.Should().StartWith("conformance: ").And.Contain(because);
        refused.Errors.Should().NotContain("   at ");
        Directory.Exists(Path.Combine(directory, "reports")).Should().BeFalse();
    }

    [Test]
    public async Task The_help_has_examples_and_exit_codes()
    {
        var help = await Command.Run(TestDirectory.Create(), "check", "--help");

        help.Output.Should().ContainAll(
            "conformance check -- node app.mjs", "4  the client could not be judged at all", "ANTHROPIC_BASE_URL");
    }

    [Test]
    public async Task A_command_that_sends_nothing_is_not_judged()
    {
        var directory = TestDirectory.Create();

        var check = await Command.Run(directory, "check", "--", "true");

        check.ExitCode.Should().Be(4, check.Output);
        check.Output.Should().Contain("the client sent no request to ANTHROPIC_BASE_URL");
        (await Results(directory)).NotJudgedReason!.Kind.Should().Be(ReasonKind.Settings);
    }

    [Test]
    public async Task It_writes_every_output_and_no_secret()
    {
        const string secret = "sk-ant-api03-Qw8ErTy7UiOp6AsDf5GhJk4LzXc3VbNm";
        var directory = TestDirectory.Create();

        string[] client = CheckedPrograms.Small("key-in-url", "key-twice");

        var check = await Command.RunWith(
            "ANTHROPIC_AUTH_TOKEN", secret, directory, ["check", "--rules", "client.key*,client.request-id", "--strict", "--", .. client]);

        check.ExitCode.Should().Be(2, check.Output + check.Errors);
        var files = Directory.GetFiles(Path.Combine(directory, "reports"), "*", SearchOption.AllDirectories);
        files.Select(Path.GetFileName).Should().Contain(["results.json", "index.html", "junit.xml", "summary.md", "badge.json"]);
        foreach (var text in files.Select(File.ReadAllText).Append(check.Output))
        {
            text.Should().NotContain(ReferenceKeys.Api).And.NotContain(secret);
        }

        var run = await Results(directory);
        run.Cases.Where(result => result.Verdict == Verdict.Fail).Select(result => result.Id).Should().Equal(
            "client.key-not-in-url:messages.create", "client.key-once:messages.create");
        run.Cases.Single(result => result.Rule == "client.backoff").Reason!.Kind.Should().Be(ReasonKind.NotClaimed);
        run.Client!.Runs.Select(one => one.Scenario).Should().Equal("plain", "400");
        run.Exchanges.Should().OnlyContain(exchange => exchange.Request.Headers.Count > 0 && exchange.Response != null);
    }

    [Test]
    public async Task A_key_that_nobody_told_it_of_is_in_no_output()
    {
        const string inArguments = "sk-ant-api03-Gh4Jk5Lm6Np7Qr8St9Uv2Wx3Yz4Ab5Cd";
        const string ofTheClient = "Zq7Wm3Xc9Vb2";
        var directory = TestDirectory.Create();

        var check = await Command.Run(
            directory, ["check", "--rules", "client.key*", "--", .. CheckedPrograms.Small("--own-key", "key-in-url", inArguments)]);

        check.ExitCode.Should().Be(2, check.Output + check.Errors);
        foreach (var text in Directory.GetFiles(Path.Combine(directory, "reports"), "*", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Append(check.Output + check.Errors))
        {
            text.Should().NotContain(ofTheClient).And.NotContain(inArguments[20..]);
        }
    }

    [Test]
    public async Task What_the_command_leaves_running_is_ended()
    {
        var directory = TestDirectory.Create();
        const string script = """
            sleep 600 & echo $! >> "$0/left"
            setsid sleep 600 & echo $! >> "$0/left"
            curl --silent --user-agent small "$ANTHROPIC_BASE_URL/v1/models" --header "x-api-key: $ANTHROPIC_API_KEY" \
              --header "anthropic-version: 2023-06-01"
            """;

        await Command.Run(directory, "check", "--rules", "client.key", "--", "bash", "-c", script, directory);

        var left = await File.ReadAllLinesAsync(Path.Combine(directory, "left"));
        left.Should().HaveCount(2).And.OnlyContain(id => !IsSleeping(id));
    }

    [Test]
    public async Task One_that_is_interrupted_reports_what_it_saw_and_leaves_nothing_running()
    {
        var directory = TestDirectory.Create();
        var pipe = Path.Combine(directory, "pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync();
        }

        // The first run of the command sends one request and ends; the second waits for what never comes, and says so before.
        const string script = """
            curl --silent "$ANTHROPIC_BASE_URL/v1/models"
            if [[ -e "$0/again" ]]; then echo $$ > "$0/pipe"; exec sleep 600; fi
            touch "$0/again"
            """;
        using var check = Command.StartInterruptible(directory, "check", "--", "bash", "-c", script, directory);
        var waiting = (await Task.Run(() => File.ReadAllText(pipe))).Trim();

        await Command.Interrupt(check);
        await check.WaitForExitAsync();

        check.ExitCode.Should().Be(3);
        var run = await Results(directory);
        run.NotJudgedReason!.Kind.Should().Be(ReasonKind.Interrupted);
        run.Cases.Single(result => result.Id == "client.key:models.list").Verdict.Should().Be(Verdict.Fail);
        run.Cases.Single(result => result.Rule == "client.retries-end").Should().Match<CaseResult>(
            result => result.Verdict == Verdict.Error && result.Reason!.Kind == ReasonKind.Interrupted);
        Directory.Exists($"/proc/{waiting}").Should().BeFalse();
    }

    [Test]
    public async Task A_server_judges_clients_that_are_started_elsewhere()
    {
        var directory = TestDirectory.Create();
        using var server = Command.StartInterruptible(directory, "serve", "--urls", "http://127.0.0.1:0", "--check-clients");
        try
        {
            var line = (await server.StandardOutput.ReadLineAsync())!;
            var url = line["Listening on ".Length..].TrimEnd('/');
            (string Path, string Wrong)[] started =
                [("", "none"), ("/scenarios/400", "retries-refusals"), ("/scenarios/retry-after", "none")];
            foreach (var (path, wrong) in started)
            {
                using var client = CheckedPrograms.Start(url + path, wrong);
                await client.WaitForExitAsync();
            }

            await Command.Interrupt(server);
            await server.WaitForExitAsync();

            server.ExitCode.Should().Be(0);
            var run = await Results(directory);
            run.Cases.Where(result => result.Verdict == Verdict.Warn).Select(result => result.Id)
                .Should().Equal("client.refusal-not-retried[400]");
            run.Cases.Where(result => result.Verdict == Verdict.Pass).Select(result => result.Id).Should().Contain(
                ["client.key:messages.create", "client.retry-after", "client.stream-read"]);
            run.Cases.Single(result => result.Id == "client.cut-noticed").Reason!.Kind.Should().Be(ReasonKind.NotSeen);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    // What has ended may still wait for whoever takes its exit code.
    private static bool IsSleeping(string process)
    {
        var commandLine = $"/proc/{process}/cmdline";
        return File.Exists(commandLine) && File.ReadAllText(commandLine).StartsWith("sleep", StringComparison.Ordinal);
    }

    private static Task<RunResult> Results(string directory) =>
        ResultsJson.ReadAsync(Path.Combine(directory, "reports", "results.json"));
}
