using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.Contract;
using Conformance.Reporting.Text;
using Conformance.Suite.Running;
using Conformance.Wire;

namespace Conformance.Suite.Settings;

/// <summary>Reads the texts of settings; a <see cref="FormatException"/> says what would be right.</summary>
internal static partial class SettingText
{
    /// <summary>What <c>Operations</c> is where the target claims what it turns out to serve.</summary>
    public const string Served = "served";

    /// <summary>The ids of every operation.</summary>
    public static IEnumerable<string> OperationIds => Operations.Every.Select(operation => operation.Id);

    /// <summary>The ids of every rule.</summary>
    public static IEnumerable<string> RuleIds => Catalogue.Rules.Select(rule => rule.Id);

    public static Uri Url(string text)
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

    public static RunSettings OfOperations(RunSettings settings, string text) => settings with
    {
        ClaimsServed = text == Served,
        Operations = text == Served ? [Glob.All] : Globs(text, OperationIds, "operation"),
    };

    public static Uri ProxyUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == "http" && url.Host.Length > 0
            && url is { UserInfo.Length: 0, PathAndQuery: "/", Fragment.Length: 0 }
            ? url
            : throw new FormatException("it must be the address of an HTTP proxy and no more, such as http://proxy.example:3128");

    public static Uri Listening(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http", PathAndQuery: "/", UserInfo: "", Port: > 0 }
        && (url.Host == "localhost" || url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
            ? url
            : throw new FormatException(
                "it must be an address of this machine, such as http://127.0.0.1:9000; UpstreamTls=true makes it https");

    public static IReadOnlyList<Glob> Globs(string text, IEnumerable<string> names, string kind)
    {
        var globs = Glob.ParseList(text);
        var all = names.ToList();
        return globs.FirstOrDefault(glob => !all.Exists(glob.Matches)) is { } lost
            ? throw new FormatException($"no {kind} matches '{lost}'")
            : globs;
    }

    public static bool Boolean(string text) => OneOf(text.ToLowerInvariant(), "true", "false") == "true";

    public static string OneOf(string text, params string[] values) =>
        values.Contains(text) ? text : throw new FormatException($"it must be {string.Join(" or ", values)}");

    public static long? Upload(string text) => text switch
    {
        "unlimited" => null,
        "0" => 0,
        _ => SizeLimit.Parse(text).Accepted,
    };

    public static int Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new FormatException($"it must be a whole number from {least} to {most}");

    public static double Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0.1 and <= 10_000
            ? value
            : throw new FormatException("it must be a number from 0.1 to 10000, or unlimited");

    public static TimeSpan Duration(string text, TimeSpan longest)
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

    public static TimeSpan LongDuration(string text) => Duration(text, TimeSpan.FromHours(24));

    /// <summary>Reads lines of the form <c>Name: value</c>.</summary>
    /// <exception cref="FormatException">A line has another form; the message gives its number and never the line itself.</exception>
    public static ImmutableArray<HeaderField> Headers(string text)
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

    public static ImmutableArray<HeaderField> OpenHeaders(string text)
    {
        var fields = Headers(text);
        return fields.FirstOrDefault(field => CredentialPattern().IsMatch(field.Name)) is { Name: { } name }
            ? throw new FormatException(
                $"{name} looks like a credential, and these headers are shown; put it into CONFORMANCE_SECRET_HEADERS in the environment")
            : fields;
    }

    public static string ExistingFile(string path) => File.Exists(path) ? path : throw new FormatException("there is no such file");

    [GeneratedRegex(@"^(?<number>[0-9]{1,7}(\.[0-9]{1,3})?)\s*(?<unit>ms|s|m|h|)$")]
    private static partial Regex DurationPattern();

    [GeneratedRegex("authorization|api-?key|token|secret|password|passwd|cookie|credential|signature|(^|-)key$", RegexOptions.IgnoreCase)]
    private static partial Regex CredentialPattern();

    [GeneratedRegex(@"^(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(?<value>[^\x00-\x08\x0a-\x1f\x7f]*)$")]
    private static partial Regex HeaderPattern();
}
