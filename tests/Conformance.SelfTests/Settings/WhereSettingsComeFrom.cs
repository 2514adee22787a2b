using Conformance.SelfTests.Support;
using Conformance.Suite.Settings;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Settings;

/// <summary>Every setting is read from file, command line and environment; the later overrides the earlier.</summary>
public sealed class WhereSettingsComeFrom
{
    private static readonly Func<string> File = () => SettingsFile.With();

    private static readonly (string Name, string Variable, Func<string>[] Texts, Func<RunSettings, object?> Read)[] Settings =
    [
        (
            "BaseUrl",
            "CONFORMANCE_BASE_URL",
            Texts("http://a.example/x", "http://b.example", "https://c.example"),
            settings => settings.BaseUrl),
        (
            "Operations",
            "CONFORMANCE_OPERATIONS",
            Texts("messages.*", "models.*", "files.*,models.list"),
            settings => string.Join(',', settings.Operations)),
        ("Rules", "CONFORMANCE_RULES", Texts("auth.*", "size.*", "error.*,auth.*"), settings => string.Join(',', settings.Rules)),
        ("Contract", "CONFORMANCE_CONTRACT", Texts("2024-06", "2025-05", "2025-08"), settings => settings.Contract.Id),
        ("Model", "CONFORMANCE_MODEL", Texts("a", "b", "c"), settings => settings.Model),
        ("Prompt", "CONFORMANCE_PROMPT", Texts("a", "b", "c"), settings => settings.Prompt),
        ("MaxDuration", "CONFORMANCE_MAX_DURATION", Texts("1s", "1m", "1h"), settings => settings.MaxDuration),
        ("StandardLimit", "CONFORMANCE_STANDARD_LIMIT", Texts("1MB", "2MiB", "3"), settings => settings.StandardLimit),
        ("BatchLimit", "CONFORMANCE_BATCH_LIMIT", Texts("1MB", "2MiB", "3"), settings => settings.BatchLimit),
        ("FilesLimit", "CONFORMANCE_FILES_LIMIT", Texts("1MB", "2MiB", "3"), settings => settings.FilesLimit),
        ("MaxUpload", "CONFORMANCE_MAX_UPLOAD", Texts("1MB", "0", "unlimited"), settings => settings.MaxUpload),
        ("Concurrency", "CONFORMANCE_CONCURRENCY", Texts("1", "2", "3"), settings => settings.Concurrency),
        ("RequestsPerSecond", "CONFORMANCE_REQUESTS_PER_SECOND", Texts("1", "2.5", "unlimited"), settings => settings.RequestsPerSecond),
        ("Timeout", "CONFORMANCE_TIMEOUT", Texts("1s", "200ms", "2m"), settings => settings.Timeout),
        ("OrganizationId", "CONFORMANCE_ORGANIZATION_ID", Texts("a", "b", "c"), settings => settings.OrganizationId),
        (
            "ExtraHeaders",
            "CONFORMANCE_EXTRA_HEADERS",
            Texts("a: 1", "b: 2", "c: 3\nd: 4"),
            settings => string.Join(',', settings.ExtraHeaders)),
        (
            "Upstream",
            "CONFORMANCE_UPSTREAM",
            Texts("http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3"),
            settings => settings.Upstream),
        ("SlowAnswer", "CONFORMANCE_SLOW_ANSWER", Texts("1s", "2s", "3s"), settings => settings.SlowAnswer),
        ("Shard", "CONFORMANCE_SHARD", Texts("1/2", "2/2", "3/4"), settings => settings.Shard),
        ("CaCertificate", "CONFORMANCE_CA_CERTIFICATE", [File, File, File], settings => settings.CaCertificate),
        ("Proxy", "CONFORMANCE_PROXY", Texts("http://a.example:1", "http://b.example:2", "http://c.example:3"), settings => settings.Proxy),
        ("Waivers", "CONFORMANCE_WAIVERS", [File, File, File], settings => settings.Waivers),
        ("ReportDirectory", "CONFORMANCE_REPORT_DIRECTORY", Texts("/tmp/a", "/tmp/b", "/tmp/c"), settings => settings.ReportDirectory),
    ];

    private static readonly (string Name, string Variable, string One, string Other, Func<RunSettings, object?> Read)[] Switches =
    [
        ("Strict", "CONFORMANCE_STRICT", "true", "false", settings => settings.Strict),
        ("ApiVersion", "CONFORMANCE_API_VERSION", "2026-10-21", "2023-06-01", settings => settings.ApiVersion),
        ("Auth", "CONFORMANCE_AUTH", "bearer", "x-api-key", settings => settings.Auth),
        ("HttpVersion", "CONFORMANCE_HTTP_VERSION", "2", "1.1", settings => settings.HttpVersion),
        ("DryRun", "CONFORMANCE_DRY_RUN", "true", "false", settings => settings.DryRun),
        ("InsecureTls", "CONFORMANCE_INSECURE_TLS", "true", "false", settings => settings.InsecureTls),
        ("UpstreamTls", "CONFORMANCE_UPSTREAM_TLS", "false", "true", settings => settings.UpstreamTls),
        ("KeyPassThrough", "CONFORMANCE_KEY_PASS_THROUGH", "false", "true", settings => settings.KeyPassThrough),
        ("Failover", "CONFORMANCE_FAILOVER", "false", "true", settings => settings.Failover),
    ];

    public static IEnumerable<string> Names => Settings.Select(setting => setting.Name);

    public static IEnumerable<string> SwitchNames => Switches.Select(setting => setting.Name);

    [Test]
    public void No_setting_of_the_documentation_is_forgotten_here() =>
        Setting.All.Select(setting => setting.Name).Where(
            name => name != "WriteWaivers").Should().BeEquivalentTo(Names.Concat(SwitchNames));

    [TestCaseSource(nameof(Names))]
    public void The_environment_overrides_the_command_line_which_overrides_the_file(string name)
    {
        var (_, variable, texts, read) = Settings.Single(setting => setting.Name == name);
        var (file, parameter, environment) = (texts[0](), texts[1](), texts[2]());
        object? Alone(string text) => read(SettingsReader.Read(["--test-parameter", $"{name}={text}"], new Dictionary<string, string>()));
        string[] fromFile = ["--settings", SettingsFile.With((name, file))];
        string[] fromBoth = [.. fromFile, "--test-parameter", $"{name}={parameter}"];

        new[] { Alone(file), Alone(parameter), Alone(environment) }.Should().OnlyHaveUniqueItems();
        read(SettingsReader.Read(fromFile, new Dictionary<string, string>())).Should().Be(Alone(file));
        read(SettingsReader.Read(fromBoth, new Dictionary<string, string>())).Should().Be(Alone(parameter));
        read(SettingsReader.Read(fromBoth, new Dictionary<string, string> { [variable] = environment })).Should().Be(Alone(environment));
    }

    [TestCaseSource(nameof(SwitchNames))]
    public void A_setting_of_two_values_is_overridden_both_ways(string name)
    {
        var (_, variable, one, other, read) = Switches.Single(setting => setting.Name == name);
        object? Given(string file, string? parameter = null, string? environment = null) => read(SettingsReader.Read(
            [
                "--settings", SettingsFile.With((name, file)),
                .. parameter is null ? Array.Empty<string>() : ["--test-parameter", $"{name}={parameter}"]
            ],
            environment is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [variable] = environment }));

        Given(one).Should().NotBe(Given(other));
        Given(one, parameter: other).Should().Be(Given(other));
        Given(other, parameter: one).Should().Be(Given(one));
        Given(one, one, environment: other).Should().Be(Given(other));
        Given(other, other, environment: one).Should().Be(Given(one));
    }

    [Test]
    public void An_empty_value_is_the_default() =>
        SettingsReader.Read(
            ["--settings", SettingsFile.With(("Timeout", ""), ("BaseUrl", ""), ("Strict", ""))], new Dictionary<string, string>())
            .Should().BeEquivalentTo(new RunSettings());

    private static Func<string>[] Texts(params string[] texts) => [.. texts.Select(text => (Func<string>)(() => text))];
}
