using System.Net;
using System.Text.RegularExpressions;
using Conformance.Contract;
using Conformance.Reporting.Results;
using static Conformance.Suite.Settings.SettingText;

namespace Conformance.Suite.Settings;

/// <summary>One setting: its name, its default, what it says, and how its text is read.</summary>
/// <param name="Name">The name in files and on the command line.</param>
/// <param name="Default">The text of its default, for people.</param>
/// <param name="Meaning">What it says, as a sentence.</param>
/// <param name="Read">Puts a value into the settings; throws <see cref="FormatException"/> saying what would be right.</param>
public sealed partial record Setting(string Name, string Default, string Meaning, Func<RunSettings, string, RunSettings> Read)
{
    /// <summary>The environment variable that overrides it: <c>CONFORMANCE_BASE_URL</c>.</summary>
    public string EnvironmentVariable => "CONFORMANCE_" + WordStart().Replace(Name, "_").ToUpperInvariant();

    /// <summary>The option of <c>conformance run</c>: <c>--base-url</c>.</summary>
    public string Option => "--" + WordStart().Replace(Name, "-").ToLowerInvariant();

    /// <summary>Whether it is on or off, and naming it turns it on.</summary>
    public bool IsSwitch => Default == "false";

    /// <summary>The values that it takes, or names that its patterns match; empty where any text will do.</summary>
    public IReadOnlyList<string> Values
    {
        get => IsSwitch ? ["true", "false"] : field;
        private init;
    } = [];

    /// <summary>Every setting, in the order of the documentation.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new(
            "BaseUrl",
            "",
            "The target, such as https://gateway.example/anthropic; without one, the suite's own reference server.",
            (settings, text) => settings with { BaseUrl = Url(text) }),
        new(
            "Operations",
            "*",
            "Comma-separated patterns of what the target claims (messages.*,models.*), or served: what it turns out to serve.",
            OfOperations)
        {
            Values = [.. OperationIds, Served],
        },
        new(
            "Rules",
            "*",
            "Comma-separated patterns of the rules to apply (size.*,auth.*).",
            (settings, text) => settings with { Rules = Globs(text, RuleIds, "rule") })
        {
            Values = [.. RuleIds],
        },
        new(
            "Strict",
            "false",
            "Whether SHOULD counts as MUST.",
            (settings, text) => settings with { Strict = Boolean(text) }),
        new(
            "Contract",
            Snapshot.Newest.Id,
            "The newest snapshot of the documentation to hold the target to.",
            (settings, text) => settings with { Contract = Snapshot.Parse(text) })
        {
            Values = [.. Snapshot.All.Select(snapshot => snapshot.Id)],
        },
        new(
            "ApiVersion",
            ApiVersions.V20230601,
            "The anthropic-version that probes carry.",
            (settings, text) => settings with { ApiVersion = OneOf(text, ApiVersions.V20230601, ApiVersions.V20261021) })
        {
            Values = [ApiVersions.V20230601, ApiVersions.V20261021],
        },
        new(
            "Auth",
            "x-api-key",
            "How probes carry the key.",
            (settings, text) =>
                settings with { Auth = OneOf(text, "x-api-key", "bearer") == "bearer" ? KeyHeader.Bearer : KeyHeader.XApiKey })
        {
            Values = ["x-api-key", "bearer"],
        },
        new(
            "Model",
            "",
            "The model that probes name; without one, the first Claude model that the target lists.",
            (settings, text) => settings with { Model = text }),
        new(
            "Prompt",
            "",
            "The user message that probes send, for mocks that answer fixed messages.",
            (settings, text) => settings with { Prompt = text }),
        new(
            "StandardLimit",
            "32MB",
            "The size limit of most operations; 32MB leaves the band between decimal and binary open, 32MiB is exact.",
            (settings, text) => settings with { StandardLimit = SizeLimit.Parse(text) }),
        new(
            "BatchLimit",
            "256MB",
            "The size limit of the Batch API.",
            (settings, text) => settings with { BatchLimit = SizeLimit.Parse(text) }),
        new(
            "FilesLimit",
            "500MB",
            "The size limit of the Files API.",
            (settings, text) => settings with { FilesLimit = SizeLimit.Parse(text) }),
        new(
            "MaxUpload",
            "unlimited on loopback, 1GB elsewhere",
            "Bytes of request bodies that a run may send; cases beyond it are skipped.",
            (settings, text) => settings with { MaxUpload = Upload(text), MaxUploadIsGiven = true }),
        new(
            "Concurrency",
            "16 on loopback, 4 elsewhere",
            "Requests under way at a time.",
            (settings, text) => settings with { Concurrency = Whole(text, 1, 64) }),
        new(
            "RequestsPerSecond",
            "unlimited",
            "Requests begun per second.",
            (settings, text) => settings with { RequestsPerSecond = text == "unlimited" ? null : Number(text) }),
        new(
            "Timeout",
            "30s",
            "How long nothing may move before an answer is given up.",
            (settings, text) => settings with { Timeout = Duration(text, TimeSpan.FromHours(1)) }),
        new(
            "MaxDuration",
            "15m on loopback, 60m elsewhere",
            "After which time what is left is not judged, and the report is written.",
            (settings, text) => settings with { MaxDuration = LongDuration(text) }),
        new(
            "DryRun",
            "false",
            "Say what the run would send, and send nothing.",
            (settings, text) => settings with { DryRun = Boolean(text) }),
        new(
            "HttpVersion",
            "1.1",
            "The version of HTTP that probes speak.",
            (settings, text) =>
                settings with { HttpVersion = OneOf(text, "1.1", "2") == "2" ? HttpVersion.Version20 : HttpVersion.Version11 })
        {
            Values = ["1.1", "2"],
        },
        new(
            "OrganizationId",
            "",
            "The organisation to expect.",
            (settings, text) => settings with { OrganizationId = text }),
        new(
            "ExtraHeaders",
            "",
            "Lines of the form Name: value that a gateway needs on every request; shown as they are.",
            (settings, text) => settings with { ExtraHeaders = OpenHeaders(text) }),
        new(
            "Upstream",
            "",
            "Where the suite listens as the upstream of the gateway under test, such as http://127.0.0.1:9000.",
            (settings, text) => settings with { Upstream = Listening(text) }),
        new(
            "UpstreamTls",
            "false",
            "Whether that upstream speaks https; the certificate to trust is upstream-ca.pem among the reports.",
            (settings, text) => settings with { UpstreamTls = Boolean(text) }),
        new(
            "KeyPassThrough",
            "false",
            "Whether the gateway is meant to forward the key of its client.",
            (settings, text) => settings with { KeyPassThrough = Boolean(text) }),
        new(
            "Failover",
            "false",
            "Whether the gateway is meant to try again by itself.",
            (settings, text) => settings with { Failover = Boolean(text) }),
        new(
            "SlowAnswer",
            "",
            "How long the upstream waits in the rules about slow answers, such as 65s.",
            (settings, text) => settings with { SlowAnswer = Duration(text, TimeSpan.FromHours(1)) }),
        new(
            "Shard",
            "",
            "The part of the cases to judge, such as 2/4: the second of four; conformance merge joins them.",
            (settings, text) => settings with { Shard = Shard.Parse(text) }),
        new(
            "CaCertificate",
            "",
            "A PEM file with certificates to trust beside the system's.",
            (settings, text) => settings with { CaCertificate = ExistingFile(text) }),
        new(
            "InsecureTls",
            "false",
            "Whether any certificate is accepted.",
            (settings, text) => settings with { InsecureTls = Boolean(text) }),
        new(
            "Proxy",
            "",
            "The HTTP proxy to reach the target through, such as http://proxy.example:3128.",
            (settings, text) => settings with { Proxy = ProxyUrl(text) }),
        new(
            "Waivers",
            "",
            "A file of known deviations that are accepted until a date.",
            (settings, text) => settings with { Waivers = ExistingFile(text) }),
        new(
            "WriteWaivers",
            "",
            "Where to write such a file for the present failures.",
            (settings, text) => settings with { WriteWaivers = text }),
        new(
            "ReportDirectory",
            "reports",
            "Where the run writes.",
            (settings, text) => settings with { ReportDirectory = text }),
    ];

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
