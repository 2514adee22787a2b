using Conformance.Reference;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Settings;

/// <summary>A setting that cannot be used stops the run with one line that names it, before anything is sent.</summary>
public sealed class BadSettings
{
    private const string Secret = "sk-ant-api03-nobody-may-ever-see-this";

    [TestCase("BaseUrll", "http://127.0.0.1", "'BaseUrll' is no setting; did you mean BaseUrl?")]
    [TestCase("baseurl", "http://127.0.0.1", "'baseurl' is no setting; did you mean BaseUrl?")]
    [TestCase("Zzzzzzzzzzzz", "1", "'Zzzzzzzzzzzz' is no setting; the settings are BaseUrl, Operations, Rules")]
    [TestCase("BaseUrl", "gateway.example", "http or https URL")]
    [TestCase("BaseUrl", "ftp://gateway.example", "http or https URL")]
    [TestCase("BaseUrl", "https://user@gateway.example", "no user name")]
    [TestCase("BaseUrl", "https://gateway.example?a=b", "no user name, query or fragment")]
    [TestCase("Operations", "mesages.*", "no operation matches 'mesages.*'")]
    [TestCase("Rules", "sizes.*", "no rule matches 'sizes.*'")]
    [TestCase("Strict", "yes", "true or false")]
    [TestCase("Contract", "2023-01", "2024-06")]
    [TestCase("ApiVersion", "2024-01-01", "2023-06-01 or 2026-10-21")]
    [TestCase("Auth", "basic", "x-api-key or bearer")]
    [TestCase("StandardLimit", "big", "32MB")]
    [TestCase("BatchLimit", "-1", "32MB")]
    [TestCase("FilesLimit", "0", "positive")]
    [TestCase("MaxUpload", "1 bag", "32MB")]
    [TestCase("Concurrency", "0", "a whole number from 1 to 64")]
    [TestCase("Concurrency", "65", "a whole number from 1 to 64")]
    [TestCase("RequestsPerSecond", "fast", "a number from 0.1")]
    [TestCase("Timeout", "soon", "such as 30s")]
    [TestCase("HttpVersion", "3", "1.1 or 2")]
    [TestCase("ExtraHeaders", "no colon", "Name: value")]
    [TestCase("Shard", "5/4", "such as 2/4")]
    [TestCase("CaCertificate", "nowhere.pem", "there is no such file")]
    [TestCase("InsecureTls", "1", "true or false")]
    [TestCase("Proxy", "https://proxy.example", "an HTTP proxy and no more")]
    [TestCase("Proxy", "proxy.example:3128", "such as http://proxy.example:3128")]
    [TestCase("Proxy", "http://user:pass@proxy.example", "an HTTP proxy and no more")]
    [TestCase("Waivers", "nowhere.json", "there is no such file")]
    public async Task As_a_parameter(string name, string value, string says) =>
        await Refused(["--test-parameter", $"{name}={value}"], [], "--test-parameter", name, says);

    [TestCase("BaseUrll", "http://127.0.0.1", "did you mean BaseUrl?")]
    [TestCase("Strict", "yes", "true or false")]
    [TestCase("Concurrency", "some", "a whole number from 1 to 64")]
    public async Task In_the_file(string name, string value, string says)
    {
        var file = SettingsFile.With((name, value));
        await Refused(["--settings", file], [], $"{file}:", name, says);
    }

    [TestCase("CONFORMANCE_BASEURL", "http://127.0.0.1", "did you mean CONFORMANCE_BASE_URL?")]
    [TestCase("CONFORMANCE_STRICT", "yes", "true or false")]
    [TestCase("CONFORMANCE_MAX_UPLOAD", "much", "32MB")]
    public async Task In_the_environment(string name, string value, string says) =>
        await Refused([], [(name, value)], "environment", name, says);

    [TestCase("ApiKey")]
    [TestCase("AdminApiKey")]
    [TestCase("Model")]
    [TestCase("ExtraHeaders")]
    public async Task A_secret_as_a_parameter(string name) =>
        await Refused(["--test-parameter", $"{name}={Secret}"], [], name, "holds a secret", "CONFORMANCE_API_KEY");

    [TestCase("ApiKey")]
    [TestCase("OrganizationId")]
    public async Task A_secret_in_the_file(string name)
    {
        var file = SettingsFile.With((name, Secret));
        await Refused(["--settings", file], [], $"{file}:", name, "holds a secret", "CONFORMANCE_API_KEY");
    }

    [Test]
    public async Task A_file_that_is_no_XML()
    {
        var file = SettingsFile.Of("<RunSettings>\n<TestRunParameters>\n</RunSettings>");
        await Refused(["--settings", file], [], $"{file}:3", "not well-formed XML");
    }

    [Test]
    public async Task A_parameter_without_a_name()
    {
        var file = SettingsFile.Of("<RunSettings>\n<TestRunParameters><Parameter value=\"1\" /></TestRunParameters>\n</RunSettings>");
        await Refused(["--settings", file], [], $"{file}:2", "a Parameter has no name");
    }

    [Test]
    public async Task A_file_that_is_not_there() =>
        await Refused(["--settings", "/nowhere/at-all.runsettings"], [], "/nowhere/at-all.runsettings", "cannot be read");

    [Test]
    public async Task No_key_for_a_target() =>
        await Refused([], [("CONFORMANCE_API_KEY", "")], "no key for the target", "CONFORMANCE_API_KEY");

    [Test]
    public async Task A_key_that_no_header_can_carry() =>
        await Refused([], [("CONFORMANCE_API_KEY", "sk-ant-api03-\u00e9")], "CONFORMANCE_API_KEY", "cannot carry");

    private static async Task Refused(string[] arguments, (string Name, string Value)[] variables, params string[] says)
    {
        await using var target = RawServer.Start(_ => Task.CompletedTask);
        var environment = new Dictionary<string, string> { ["CONFORMANCE_API_KEY"] = ReferenceKeys.Api };
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        var run = await SuiteProcess.Run(["--test-parameter", $"BaseUrl={target.Url}", .. arguments], environment);

        run.ExitCode.Should().NotBe(0);
        var lines = (run.Output + run.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().ContainSingle();
        lines[0].Should().StartWith("conformance: ").And.NotContain(Secret);
        foreach (var part in says)
        {
            lines[0].Should().Contain(part);
        }

        target.Connections.Should().Be(0, "nothing may be sent");
        run.HasResults.Should().BeFalse();
    }
}
