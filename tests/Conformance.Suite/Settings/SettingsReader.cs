using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Conformance.Reporting.Text;

namespace Conformance.Suite.Settings;

/// <summary>
/// Reads the settings: the file given with <c>--settings</c>, then <c>--test-parameter Name=value</c>, then
/// <c>CONFORMANCE_NAME</c> in the environment; the later overrides the earlier.
/// </summary>
public static partial class SettingsReader
{
    private static readonly string[] SecretNames = ["ApiKey", "AdminApiKey", "Key", "Token", "Password", "Secret", "AnthropicApiKey"];

    /// <summary>Reads and checks every setting.</summary>
    /// <param name="arguments">The command line of the suite.</param>
    /// <param name="environment">The environment.</param>
    /// <exception cref="SettingsException">A name is unknown, a value unusable, or a secret where it must not be.</exception>
    public static RunSettings Read(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var fromCommandLine = Option(arguments, "test-parameter").Select(FromCommandLine);
        return Read([.. FromFile(Option(arguments, "settings").LastOrDefault()), .. fromCommandLine, .. FromEnvironment(environment)]);
    }

    /// <summary>Reads and checks every setting where each has an option of its own, which overrides file and environment.</summary>
    /// <param name="file">The settings file; null for none.</param>
    /// <param name="options">What the options say, as they were given.</param>
    /// <param name="environment">The environment.</param>
    /// <exception cref="SettingsException">A name is unknown, a value unusable, or a secret where it must not be.</exception>
    public static RunSettings Read(
        string? file, IEnumerable<KeyValuePair<Setting, string>> options, IReadOnlyDictionary<string, string> environment)
    {
        var fromOptions = options.Select(
            option => new Value(option.Key.Name, option.Key.Option, option.Value, "command line", Environment.CurrentDirectory));
        return Read([.. FromFile(file), .. FromEnvironment(environment), .. fromOptions]);
    }

    /// <summary>Why an argument is none that a run takes, in one line that repeats no secret.</summary>
    public static string WhyUnknown(string argument)
    {
        var name = argument.Split('=', ':')[0];
        var plain = name.Replace("-", "", StringComparison.Ordinal);
        if (KeyPattern().IsMatch(argument) || SecretNames.Contains(plain, StringComparer.OrdinalIgnoreCase))
        {
            return $"command line: a secret stands there; take it out and set {Secrets.EnvironmentVariables[0]} in the environment";
        }

        // Of an address no more than where it leads: the rest of it may be secret.
        return Uri.TryCreate(argument, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? $"command line: '{url.Scheme}://{url.Authority}' is no option; write --base-url before it"
            : $"command line: '{name}' is no option{Nearest.Hint(name, Setting.All.Select(setting => setting.Option))}; --help lists them";
    }

    private static RunSettings Read(IEnumerable<Value> given) => given.Aggregate(new RunSettings(), Apply);

    private static IEnumerable<string> Option(IReadOnlyList<string> arguments, string name)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].TrimStart('-') == name && arguments[i].StartsWith('-'))
            {
                while (i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-'))
                {
                    yield return arguments[++i];
                }
            }
            else if (
                arguments[i].StartsWith($"--{name}=", StringComparison.Ordinal)
                    || arguments[i].StartsWith($"--{name}:", StringComparison.Ordinal))
            {
                yield return arguments[i][(name.Length + 3)..];
            }
        }
    }

    private static List<Value> FromFile(string? path)
    {
        if (path is null)
        {
            return [];
        }

        XDocument document;
        try
        {
            document = XDocument.Load(path, LoadOptions.SetLineInfo);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path}: the settings file cannot be read");
        }
        catch (XmlException exception)
        {
            throw new SettingsException($"{path}:{exception.LineNumber}: the settings file is not well-formed XML");
        }

        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return
        [
            .. document.Descendants("TestRunParameters").Elements("Parameter").Select(element =>
            {
                var where = $"{path}:{((IXmlLineInfo)element).LineNumber}";
                return element.Attribute("name")?.Value is { } name
                    ? new Value(name, name, element.Attribute("value")?.Value ?? "", where, directory)
                    : throw new SettingsException($"{where}: a Parameter has no name; write <Parameter name=\"…\" value=\"…\" />");
            }),
        ];
    }

    private static Value FromCommandLine(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new Value(argument[..equals], argument[..equals], argument[(equals + 1)..], "--test-parameter", Environment.CurrentDirectory)
            : throw new SettingsException("--test-parameter: write Name=value");
    }

    private static IEnumerable<Value> FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        foreach (var (name, value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith("CONFORMANCE_", StringComparison.Ordinal) || Secrets.EnvironmentVariables.Contains(name))
            {
                continue;
            }

            var setting = Setting.All.FirstOrDefault(setting => setting.EnvironmentVariable == name)
                ?? throw new SettingsException(
                    $"environment: {name} is no setting{Suggestion(name, Setting.All.Select(setting => setting.EnvironmentVariable))}");
            yield return new Value(setting.Name, name, value, "environment", Environment.CurrentDirectory);
        }
    }

    private static RunSettings Apply(RunSettings settings, Value given)
    {
        if (SecretNames.Contains(given.Name, StringComparer.OrdinalIgnoreCase) || KeyPattern().IsMatch(given.Text))
        {
            throw new SettingsException(
                $"{given.Where}: '{given.Name}' holds a secret; "
                    + "take it out and set CONFORMANCE_API_KEY or CONFORMANCE_ADMIN_API_KEY in the environment");
        }

        var setting = Setting.All.FirstOrDefault(setting => setting.Name == given.Name)
            ?? throw new SettingsException(
                $"{given.Where}: '{given.Name}' is no setting{Suggestion(given.Name, Setting.All.Select(setting => setting.Name))}");
        var text = given.Text.Trim();
        if (text.Length == 0)
        {
            // An empty value is the default: so that a file can list every name.
            return settings with { Given = settings.Given.Remove(setting.Name) };
        }

        if (setting.Name is "CaCertificate" or "Waivers" or "WriteWaivers" or "ReportDirectory")
        {
            text = Path.Combine(given.Directory, text);
        }

        try
        {
            return setting.Read(settings, text) with { Given = settings.Given.SetItem(setting.Name, text) };
        }
        catch (FormatException exception)
        {
            var shown = setting.Name == "ExtraHeaders" ? "" : $" = '{text}'";
            throw new SettingsException($"{given.Where}: {given.Spelled}{shown}: {exception.Message}");
        }
    }

    private static string Suggestion(string name, IEnumerable<string> known) => Nearest.Hint(name, known) is { Length: > 0 } hint
        ? hint
        : $"; the settings are {string.Join(", ", Setting.All.Select(setting => setting.Name))}";

    [GeneratedRegex("sk-ant-[A-Za-z0-9_-]{6,}")]
    private static partial Regex KeyPattern();

    private sealed record Value(string Name, string Spelled, string Text, string Where, string Directory);
}
