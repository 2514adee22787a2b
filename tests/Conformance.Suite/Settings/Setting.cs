using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.Contract;
using Conformance.Reporting.Text;
using Conformance.Wire;

namespace Conformance.Suite.Settings;

/// <summary>One setting: its name, its default, and how its text is read.</summary>
/// <param name="Name">The name in files and on the command line.</param>
/// <param name="Default">The text of its default, for people.</param>
/// <param name="Read">Puts a value into the settings; throws <see cref="FormatException"/> saying what would be right.</param>
public sealed partial record Setting(string Name, string Default, Func<RunSettings, string, RunSettings> Read)
{
    /// <summary>The environment variable that overrides it: <c>CONFORMANCE_BASE_URL</c>.</summary>
    public string EnvironmentVariable => "CONFORMANCE_" + WordStart().Replace(Name, "_").ToUpperInvariant();

    /// <summary>Every setting, in the order of the documentation.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("BaseUrl", "", (settings, text) => settings with { BaseUrl = Url(text) }),
        new("Operations", "*", OfOperations),
        new("Rules", "*", (settings, text) => settings with { Rules = Globs(text, Running.Catalogue.Rules.Select(r => r.Id), "rule") }),
        new("Strict", "false", (settings, text) => settings with { Strict = Boolean(text) }),
        new("Contract", Snapshot.Newest.Id, (settings, text) => settings with { Contract = Snapshot.Parse(text) }),
        new(
            "ApiVersion",
            ApiVersions.V20230601,
            (settings, text) => settings with { ApiVersion = OneOf(text, ApiVersions.V20230601, ApiVersions.V20261021) }),
        new(
            "Auth",
            "x-api-key",
            (settings, text) =>
                settings with { Auth = OneOf(text, "x-api-key", "bearer") == "bearer" ? KeyHeader.Bearer : KeyHeader.XApiKey }),
        new("Model", "", (settings, text) => settings with { Model = text }),
        new("Prompt", "", (settings, text) => settings with { Prompt = text }),
        new("StandardLimit", "32MB", (settings, text) => settings with { StandardLimit = SizeLimit.Parse(text) }),
        new("BatchLimit", "256MB", (settings, text) => settings with { BatchLimit = SizeLimit.Parse(text) }),
        new("FilesLimit", "500MB", (settings, text) => settings with { FilesLimit = SizeLimit.Parse(text) }),
        new(
            "MaxUpload",
            "unlimited on loopback, 1GB elsewhere",
            (settings, text) => settings with { MaxUpload = Upload(text), MaxUploadIsGiven = true }),
        new("Concurrency", "16 on loopback, 4 elsewhere", (settings, text) => settings with { Concurrency = Whole(text, 1, 64) }),
        new(
            "RequestsPerSecond",
            "unlimited",
            (settings, text) => settings with { RequestsPerSecond = text == "unlimited" ? null : Number(text) }),
        new("Timeout", "30s", (settings, text) => settings with { Timeout = Duration(text, TimeSpan.FromHours(1)) }),
        new("MaxDuration", "15m on loopback, 60m elsewhere", (settings, text) => settings with { MaxDuration = LongDuration(text) }),
        new("DryRun", "false", (settings, text) => settings with { DryRun = Boolean(text) }),
        new(
            "HttpVersion",
            "1.1",
            (settings, text) =>
                settings with
                {
                    HttpVersion = OneOf(text, "1.1", "2") == "2" ? System.Net.HttpVersion.Version20 : System.Net.HttpVersion.Version11,
                }),
        new("OrganizationId", "", (settings, text) => settings with { OrganizationId = text }),
        new("ExtraHeaders", "", (settings, text) => settings with { ExtraHeaders = OpenHeaders(text) }),
        new("Upstream", "", (settings, text) => settings with { Upstream = Listening(text) }),
        new("UpstreamTls", "false", (settings, text) => settings with { UpstreamTls = Boolean(text) }),
        new("KeyPassThrough", "false", (settings, text) => settings with { KeyPassThrough = Boolean(text) }),
        new("Failover", "false", (settings, text) => settings with { Failover = Boolean(text) }),
        new("SlowAnswer", "", (settings, text) => settings with { SlowAnswer = Duration(text, TimeSpan.FromHours(1)) }),
        new("CaCertificate", "", (settings, text) => settings with { CaCertificate = ExistingFile(text) }),
        new("InsecureTls", "false", (settings, text) => settings with { InsecureTls = Boolean(text) }),
        new("Proxy", "", (settings, text) => settings with { Proxy = ProxyUrl(text) }),
        new("Waivers", "", (settings, text) => settings with { Waivers = ExistingFile(text) }),
        new("WriteWaivers", "", (settings, text) => settings with { WriteWaivers = text }),
        new("ReportDirectory", "reports", (settings, text) => settings with { ReportDirectory = text }),
    ];

    private static Uri Url(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new FormatException("it must be an http or https URL, such as https://gateway.example/anthropic");
        }

        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new FormatException("it may hold a path, but no user name, query or fragment");
        }

        return url;
    }

    private static RunSettings OfOperations(RunSettings settings, string text) => settings with
    {
        ClaimsServed = text == "served",
        Operations = text == "served" ? [Glob.All] : Globs(text, Conformance.Contract.Operations.Every.Select(o => o.Id), "operation"),
    };

    private static Uri ProxyUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == "http" && url.Host.Length > 0
            && url is { UserInfo.Length: 0, PathAndQuery: "/", Fragment.Length: 0 }
            ? url
            : throw new FormatException("it must be the address of an HTTP proxy and no more, such as http://proxy.example:3128");

    private static Uri Listening(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http", PathAndQuery: "/", UserInfo: "", Port: > 0 }
        && (url.Host == "localhost" || url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
            ? url
            : throw new FormatException(
                "it must be an address of this machine, such as http://127.0.0.1:9000; UpstreamTls=true makes it https");

    private static IReadOnlyList<Glob> Globs(string text, IEnumerable<string> names, string kind)
    {
        var globs = Glob.ParseList(text);
        var all = names.ToList();
        return globs.FirstOrDefault(glob => !all.Exists(glob.Matches)) is { } lost
            ? throw new FormatException($"no {kind} matches '{lost}'")
            : globs;
    }

    private static bool Boolean(string text) => OneOf(text.ToLowerInvariant(), "true", "false") == "true";

    private static string OneOf(string text, params string[] values) =>
        values.Contains(text) ? text : throw new FormatException($"it must be {string.Join(" or ", values)}");

    private static long? Upload(string text) => text switch
    {
        "unlimited" => null,
        "0" => 0,
        _ => SizeLimit.Parse(text).Accepted,
    };

    private static int Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new FormatException($"it must be a whole number from {least} to {most}");

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0.1 and <= 10_000
            ? value
            : throw new FormatException("it must be a number from 0.1 to 10000, or unlimited");

    private static TimeSpan Duration(string text, TimeSpan longest)
    {
        var match = DurationPattern().Match(text);
        var value = match.Success ? double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : 0;
        var duration = match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(value),
            "m" => TimeSpan.FromMinutes(value),
            "h" => TimeSpan.FromHours(value),
            _ => TimeSpan.FromSeconds(value),
        };
        return duration >= TimeSpan.FromMilliseconds(100) && duration <= longest
            ? duration
            : throw new FormatException($"it must be a time from 100ms to {longest.TotalHours:0}h, such as 30s, 500ms or 2m");
    }

    private static TimeSpan LongDuration(string text) => Duration(text, TimeSpan.FromHours(24));

    /// <summary>Reads lines of the form <c>Name: value</c>.</summary>
    /// <exception cref="FormatException">A line has another form; the message gives its number and never the line itself.</exception>
    internal static ImmutableArray<HeaderField> Headers(string text)
    {
        var fields = ImmutableArray.CreateBuilder<HeaderField>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var match = HeaderPattern().Match(line);
            if (!match.Success)
            {
                // The line itself may hold a secret, so it is not repeated.
                throw new FormatException($"line {fields.Count + 1} is not of the form 'Name: value'");
            }

            fields.Add(new HeaderField(match.Groups["name"].Value, match.Groups["value"].Value));
        }

        return fields.ToImmutable();
    }

    private static ImmutableArray<HeaderField> OpenHeaders(string text)
    {
        var fields = Headers(text);
        return fields.FirstOrDefault(field => CredentialPattern().IsMatch(field.Name)) is { Name: { } name }
            ? throw new FormatException(
                $"{name} looks like a credential, and these headers are shown; put it into CONFORMANCE_SECRET_HEADERS in the environment")
            : fields;
    }

    private static string ExistingFile(string path) => File.Exists(path) ? path : throw new FormatException("there is no such file");

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();

    [GeneratedRegex(@"^(?<number>[0-9]{1,7}(\.[0-9]{1,3})?)\s*(?<unit>ms|s|m|h|)$")]
    private static partial Regex DurationPattern();

    [GeneratedRegex("authorization|api-?key|token|secret|password|passwd|cookie|credential|signature|(^|-)key$", RegexOptions.IgnoreCase)]
    private static partial Regex CredentialPattern();

    [GeneratedRegex(@"^(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(?<value>[^\x00-\x08\x0a-\x1f\x7f]*)$")]
    private static partial Regex HeaderPattern();
}
