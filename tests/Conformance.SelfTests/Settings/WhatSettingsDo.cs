using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Suite.Settings;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Settings;

/// <summary>Each setting has its effect, whichever way it is given.</summary>
public sealed class WhatSettingsDo
{
    private const string Key = "content.response-json:models.list";

    private static readonly (string Name, string Value)[] Usual = [("Rules", "content.response-json"), ("Operations", "models.list")];

    [Test]
    public async Task BaseUrl_says_where_the_target_is()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);

        var run = await Run("file", ("BaseUrl", relay.Url.AbsoluteUri));

        run.Case(Key).Verdict.Should().Be(Verdict.Pass);
        relay.Connections.Should().BePositive();
        (run.Results.Target.BaseUrl, run.Results.Target.Embedded).Should().Be((relay.Url.AbsoluteUri.TrimEnd('/'), false));
    }

    [Test]
    public async Task BaseUrl_may_hold_a_path()
    {
        await using var server = RawServer.Start(async connection =>
        {
            while (await connection.ReadHead() is { } head)
            {
                await connection.Write(head.StartsWith("GET /a/b/v1/models", StringComparison.Ordinal)
                    ? "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{\"data\":[]}"
                    : "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
            }
        });

        var run = await Run("environment", ("BaseUrl", $"{server.Url}a/b/"));

        run.Case(Key).Verdict.Should().Be(Verdict.Pass);
        run.Deciding(Key).Request.Url.Should().StartWith($"{server.Url}a/b/v1/models");
    }

    [TestCase("file")]
    [TestCase("parameter")]
    [TestCase("environment")]
    public async Task Operations_and_Rules_say_what_is_claimed(string way)
    {
        var run = await Run(way, ("Operations", "models.*,messages.create"), ("Rules", "auth.missing-key,version.*"));

        run.ExitCode.Should().Be(0);
        run.Judged.Where(one => one.Operation is not null).Select(one => one.Operation).Distinct().Should().BeEquivalentTo(
            "models.list", "models.get", "messages.create");
        run.Judged.Select(one => one.Rule.Split('.')[0]).Distinct().Should().BeEquivalentTo("auth", "version");
        run.Results.Cases.Where(one => one.Verdict == Verdict.Skip).Should().OnlyContain(one => one.Message!.Contains("not claimed"));
    }

    [TestCase("false", 0, Verdict.Warn)]
    [TestCase("true", 1, Verdict.Fail)]
    public async Task Strict_makes_SHOULD_count_as_MUST(string strict, int failures, Verdict verdict)
    {
        await using var server = await ReferenceServer.StartAsync(ReferenceServerOptions.AsRecorded);

        var run = await Run(
            "file", ("BaseUrl", server.BaseUrl.AbsoluteUri), ("Strict", strict), (
                "Rules", "headers.organization-id-on-401"), ("Operations", "models.list"));

        run.Case("headers.organization-id-on-401:models.list").Verdict.Should().Be(verdict);
        run.Failed.Should().HaveCount(failures);
        (run.ExitCode == 0).Should().Be(failures == 0);
    }

    [Test]
    public async Task Contract_leaves_out_what_a_later_snapshot_states()
    {
        var run = await Run("environment", ("Contract", "2024-06"), ("Rules", "auth.*"), ("Operations", "messages.create"));

        run.Judged.Select(one => run.Results.Rules.Single(rule => rule.Id == one.Rule).Since).Distinct().Should().Equal("2024-06");
        run.Case("auth.bearer-accepted:messages.create").Verdict.Should().Be(Verdict.Skip);
        run.Case("auth.bearer-accepted:messages.create").Message.Should().Contain("2026-10").And.Contain("2024-06");
    }

    [Test]
    public async Task ApiVersion_is_what_probes_carry() =>
        Sent(await Run("parameter", ("ApiVersion", "2026-10-21")), "anthropic-version").Should().Be("2026-10-21");

    [Test]
    public async Task Auth_says_how_probes_carry_the_key()
    {
        var bearer = await Run("environment", ("Auth", "bearer"));
        Sent(bearer, "authorization").Should().Be("Bearer [redacted]");
        Sent(bearer, "x-api-key").Should().BeNull();

        var key = await Run("file", ("Auth", "x-api-key"));
        Sent(key, "authorization").Should().BeNull();
        Sent(key, "x-api-key").Should().Be("[redacted]");
    }

    [Test]
    public async Task Model_is_what_probes_name()
    {
        var run = await Run("file", ("Model", "claude-sonnet-4-5-20250929"), ("Operations", "messages.create"));

        run.Deciding("content.response-json:messages.create").Request.Body!.Text.Should().Contain("\"claude-sonnet-4-5-20250929\"");
    }

    [Test]
    public async Task Limits_are_the_sizes_that_are_tried()
    {
        var run = await Run(
            "file", ("Operations", "messages.create,batches.create,files.upload"), ("Rules", "size.at-limit,size.over-limit"),
            ("StandardLimit", "1MB"), ("BatchLimit", "2MiB"), ("FilesLimit", "3000003"));

        run.ExitCode.Should().Be(0, run.Output);
        long?[] Tried(string operation) =>
            [
                run.Case($"size.at-limit:{operation}[chunked]").Number("bytes"),
                run.Case($"size.over-limit:{operation}[chunked]").Number("bytes")
            ];
        Tried("messages.create").Should().Equal(1_000_000, 1_048_577);
        Tried("batches.create").Should().Equal(2_097_152, 2_097_153);
        Tried("files.upload").Should().Equal(3_000_003, 3_000_004);
    }

    [Test]
    public async Task Concurrency_is_the_most_that_is_under_way()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);

        var run = await Run(
            "environment",
            ("BaseUrl", relay.Url.AbsoluteUri),
            ("Concurrency", "1"),
            ("Rules", "auth.*,headers.request-id-unique"),
            ("Operations", "models.*"));

        run.ExitCode.Should().Be(0);
        relay.MostOpen.Should().BeInRange(1, 3, "one at a time, beside one that is just being closed and one that is kept");
    }

    [Test]
    public async Task RequestsPerSecond_is_not_exceeded()
    {
        var run = await Run(
            "parameter",
            ("RequestsPerSecond", "20"),
            ("Rules", "auth.missing-key,auth.empty-key,auth.invalid-key"),
            ("Operations", "models.*,messages.*"));

        var sent = run.Results.Requests;
        sent.Should().BeGreaterThan(8);
        run.Results.DurationMs.Should().BeGreaterThan((sent - 1) * 1000.0 / 20);
    }

    [Test]
    public async Task Timeout_is_how_long_an_answer_may_take()
    {
        await using var server = RawServer.Start(connection => connection.ReadToEnd());

        var run = await Run("environment", ("BaseUrl", server.Url.AbsoluteUri), ("Timeout", "300ms"));

        run.ExitCode.Should().NotBe(0);
        run.Results.NotJudged.Should().Contain("0.3 s");
    }

    [TestCase("1.1")]
    [TestCase("2")]
    public async Task HttpVersion_is_what_probes_speak(string version) =>
        (await Run("file", ("HttpVersion", version))).Deciding(Key).Request.HttpVersion.Should().Be(version);

    [Test]
    public async Task OrganizationId_is_held_against_the_answers()
    {
        var run = await Run(
            "environment", ("OrganizationId", "11111111-2222-3333-4444-555555555555"), ("Rules", "headers.organization-id-expected"));

        run.ExitCode.Should().NotBe(0);
        run.Failed.Should().NotBeEmpty().And.OnlyContain(one => one.Message!.Contains("11111111-2222-3333-4444-555555555555"));
    }

    [Test]
    public async Task ExtraHeaders_go_with_every_request_and_are_shown()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var server = RawServer.Start(async connection =>
        {
            while (await connection.ReadHead() is { } head)
            {
                seen.Add(head);
                await connection.Write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{\"data\":[]}");
            }
        });

        var run = await Run(
            "environment", ("BaseUrl", server.Url.AbsoluteUri), ("ExtraHeaders", "X-Portkey-Provider: anthropic\nX-Team: blue-and-green"));

        seen.Where(head => head.StartsWith("GET", StringComparison.Ordinal)).Should().NotBeEmpty()
            .And.OnlyContain(head => head.Contains("X-Portkey-Provider: anthropic\r\n") && head.Contains("X-Team: blue-and-green\r\n"));
        run.Results.ExtraHeaders.Should().Equal("X-Portkey-Provider: anthropic", "X-Team: blue-and-green");
        run.Deciding(Key).Request.Headers.Should().Contain(new HeaderInfo("X-Portkey-Provider", "anthropic"));
    }

    [Test]
    public async Task CaCertificate_and_InsecureTls_say_whom_to_trust()
    {
        await using var server = await ReferenceServer.StartAsync(
            new ReferenceServerOptions { Certificate = LoopbackCertificate.Certificate });
        var url = server.TlsUrl!.AbsoluteUri;

        var suspicious = await Run("file", ("BaseUrl", url));
        suspicious.ExitCode.Should().NotBe(0);
        suspicious.Results.NotJudged.Should().Contain("TLS");

        (await Run("file", ("BaseUrl", url), ("CaCertificate", LoopbackCertificate.PemFile))).Case(Key).Verdict.Should().Be(Verdict.Pass);
        (await Run("environment", ("BaseUrl", url), ("InsecureTls", "true"))).Case(Key).Verdict.Should().Be(Verdict.Pass);
    }

    [Test]
    public async Task Waivers_accept_what_they_name()
    {
        await using var server = await ReferenceServer.StartAsync(ReferenceServerOptions.AsRecorded);
        var file = Path.Combine(TestDirectory.Create(), "waivers.json");
        (string, string)[] settings =
            [
                ("BaseUrl", server.BaseUrl.AbsoluteUri), ("Strict", "true"), ("Rules", "headers.organization-id-on-401"),
                ("Operations", "models.list")
            ];

        (await Run("file", [.. settings, ("WriteWaivers", file)])).ExitCode.Should().NotBe(0);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file))
            .Replace("\"reason\": \"\"", "\"reason\": \"as recorded\"", StringComparison.Ordinal)
            .Replace("\"owner\": \"\"", "\"owner\": \"gateway team\"", StringComparison.Ordinal));
        var waived = await Run("environment", [.. settings, ("Waivers", file)]);

        waived.Case("headers.organization-id-on-401:models.list").Verdict.Should().Be(Verdict.Waived);
        waived.ExitCode.Should().Be(0, waived.Output);
    }

    [TestCase("parameter")]
    [TestCase("environment")]
    public async Task ReportDirectory_is_where_the_run_writes(string way)
    {
        var directory = Path.Combine(TestDirectory.Create(), "a", "b");

        await Run(way, ("ReportDirectory", directory));

        File.Exists(Path.Combine(directory, "results.json")).Should().BeTrue();
        File.Exists(Path.Combine(directory, "index.html")).Should().BeTrue();
    }

    private static string? Sent(SuiteProcess run, string field) =>
        run.Deciding(Key).Request.Headers.SingleOrDefault(header => header.Name == field)?.Value;

    /// <summary>A run of one case, or of what the settings say, with settings given in one of the three ways.</summary>
    private static Task<SuiteProcess> Run(string way, params (string Name, string Value)[] settings)
    {
        (string Name, string Value)[] all =
        [
            .. Usual.ExceptBy(settings.Select(setting => setting.Name), setting => setting.Name),
            .. settings,
        ];
        var environment = new Dictionary<string, string>(ExternalRun.Keys);
        foreach (var (name, value) in way == "environment" ? all : [])
        {
            environment[Setting.All.Single(setting => setting.Name == name).EnvironmentVariable] = value;
        }

        return SuiteProcess.Run(
            way switch
            {
                "file" => ["--settings", SettingsFile.With(all)],
                "parameter" => [.. all.SelectMany(setting => new[] { "--test-parameter", $"{setting.Name}={setting.Value}" })],
                _ => [],
            },
            environment);
    }
}
