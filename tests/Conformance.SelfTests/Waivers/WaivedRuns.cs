using System.Globalization;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Waivers;

/// <summary>Waivers as a user of the suite has them: <c>Waivers</c> and <c>WriteWaivers</c>.</summary>
public sealed class WaivedRuns
{
    private const string Rule = "auth.missing-key";
    private const string Owner = "gateway-team";

    private static string InAMonth => Date(TimeProvider.System.GetUtcNow().AddDays(30));

    private static string Yesterday => Date(TimeProvider.System.GetUtcNow().AddDays(-1));

    [Test]
    public async Task From_failures_to_a_file_to_a_run_that_passes()
    {
        await using var server = await ReferenceServer.StartAsync();
        var file = Path.Combine(TestDirectory.Create(), "waivers.json");
        var failing = await Judge(server, "auth-403", ("WriteWaivers", file));
        failing.ExitCode.Should().NotBe(0);
        failing.Results.Summary.Fail.Should().BePositive();

        var refused = await Judge(server, "auth-403", ("Waivers", file));
        refused.ExitCode.Should().Be(5);
        refused.Errors.TrimEnd().Split('\n').Should().ContainSingle().Which.Should().MatchRegex(
            $"^conformance: .*waivers\\.json:[0-9]+: the reason of the waiver is empty");

        var text = await File.ReadAllTextAsync(file);
        text.Should().Contain($"\"expires\": \"{Date(TimeProvider.System.GetUtcNow().AddDays(90))}\"");
        await File.WriteAllTextAsync(
            file,
            text.Replace(
                "\"reason\": \"\"",
                "\"reason\": \"the vendor answers 403\"",
                StringComparison.Ordinal).Replace("\"owner\": \"\"", $"\"owner\": \"{Owner}\"", StringComparison.Ordinal));
        var waived = await Judge(server, "auth-403", ("Waivers", file));

        waived.ExitCode.Should().Be(0, waived.Output + waived.Errors);
        waived.Results.Summary.Fail.Should().Be(0);
        waived.Results.Summary.Waived.Should().Be(failing.Results.Summary.Fail);
        waived.Results.Summary.Pass.Should().Be(failing.Results.Summary.Pass, "a waived case is no pass");
        waived.Results.Cases.First(
            result => result.Verdict == Verdict.Waived).Message.Should().StartWith("waived until ").And.Contain("the vendor answers 403 (");
    }

    [Test]
    public async Task An_expired_waiver_covers_nothing_and_is_named()
    {
        await using var server = await ReferenceServer.StartAsync();

        var run = await Judge(server, "auth-403", ("Waivers", await Write(Rule, "known", Yesterday)));

        run.ExitCode.Should().NotBe(0);
        run.Results.Summary.Waived.Should().Be(0);
        run.Results.StaleWaivers.Should().ContainSingle().Which.Should().Contain(
            $"waivers.json:2: the waiver of {Rule} on * expired on {Yesterday}");
        run.Output.Should().Contain($"expired on {Yesterday}");
        foreach (var output in new[] { "index.html", "junit.xml", "summary.md" })
        {
            (await File.ReadAllTextAsync(Path.Combine(run.Directory, output))).Should().Contain("expired on");
        }
    }

    [Test]
    public async Task A_waiver_that_nothing_needs_fails_a_run_that_is_green_otherwise()
    {
        await using var server = await ReferenceServer.StartAsync();

        var run = await Judge(server, null, ("Waivers", await Write(Rule, "known", InAMonth, "models.*")));

        run.ExitCode.Should().NotBe(0);
        run.Results.Summary.Fail.Should().Be(0);
        run.Output.Should().Contain("is not needed any more");
    }

    [Test]
    public async Task A_waiver_without_a_reason_is_refused_before_anything_is_sent()
    {
        await using var server = await ReferenceServer.StartAsync();

        var run = await Judge(server, null, ("Waivers", await Write(Rule, "", InAMonth)));

        run.ExitCode.Should().Be(5);
        run.HasResults.Should().BeFalse();
        run.Errors.TrimEnd().Split('\n').Should().ContainSingle().Which.Should().Contain(
            "waivers.json:2: the reason of the waiver is empty; say why");
        run.Errors.Should().NotContain("   at ");
    }

    [Test]
    public async Task A_file_that_is_not_there_is_named_in_one_line()
    {
        await using var server = await ReferenceServer.StartAsync();

        var run = await Judge(server, null, ("Waivers", "nowhere.json"));

        run.ExitCode.Should().Be(5);
        run.Errors.TrimEnd().Split('\n').Should().ContainSingle().Which.Should().Contain("nowhere.json");
    }

    private static Task<SuiteProcess> Judge(ReferenceServer server, string? deviation, (string, string) waivers) => ExternalRun.Against(
        deviation is null ? server.BaseUrl : new Uri(server.BaseUrl, $"/deviations/{deviation}"),
        ("Rules", $"{Rule},auth.valid-key"), ("Operations", "messages.*,models.*"), waivers);

    private static async Task<string> Write(string rule, string reason, string expires, string operation = "*")
    {
        var file = Path.Combine(TestDirectory.Create(), "waivers.json");
        await File.WriteAllTextAsync(file, $$"""
            [
              { "rule": "{{rule}}", "operation": "{{operation}}", "reason": "{{reason}}", "owner": "{{Owner}}", "expires": "{{expires}}" }
            ]
            """);
        return file;
    }

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
