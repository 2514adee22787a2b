using System.Globalization;
using System.Text;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Allure;

/// <summary>The content of Allure's <c>environment.properties</c>: the target and the settings of the run.</summary>
internal static class AllureEnvironment
{
    public static string Of(RunResult run)
    {
        var text = new StringBuilder();
        Append(text, "Target", run.Target.Embedded ? $"{run.Target.BaseUrl} (embedded reference server)" : run.Target.BaseUrl);
        Append(text, "Suite", run.Suite.Version);
        Append(text, "Verdict", RunVerdict.Of(run).Sentence);
        foreach (var (name, value) in run.Settings)
        {
            Append(text, $"Setting.{name}", value?.ToString() ?? "");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, string value) =>
        text.Append(Escape(VisibleText.Line(name))).Append('=').Append(Escape(VisibleText.Line(value))).Append('\n');

    // The escapes of java.util.Properties, which Allure reads the file by.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            _ = character switch
            {
                '\\' or '=' or ':' or '#' or '!' => escaped.Append('\\').Append(character),
                ' ' => escaped.Append(escaped.Length == 0 ? "\\u0020" : " "),
                > '~' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
