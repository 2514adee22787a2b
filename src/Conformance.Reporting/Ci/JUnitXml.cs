using System.Globalization;
using System.Text;
using System.Xml;
using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Ci;

/// <summary>
/// <c>junit.xml</c>: a test suite per family of rules, a test case per case. Accepted by Jenkins (its <c>junit-10.xsd</c>),
/// GitLab and the reporters of GitHub. A waived case is skipped with a message that begins with <c>waived</c>; a warning
/// and a record pass, and say so in <c>system-out</c>.
/// </summary>
public sealed class JUnitXml : IOutput
{
    /// <inheritdoc />
    public string Name => "junit.xml";

    /// <inheritdoc />
    public string Description => "for Jenkins, GitLab and whatever else reads JUnit";

    // A viewer shows the evidence beside the message; the whole of it is in index.html.
    private const int BodyLimit = 4_000;
    private const int ExchangeLimit = 3;

    /// <summary>Writes the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync(RunResult run, string path, CancellationToken cancellation = default)
    {
        await using var file = File.Create(path);
        await WriteAsync(run, file, cancellation);
    }

    /// <summary>Writes the document to a stream, UTF-8.</summary>
    public static async Task WriteAsync(RunResult run, Stream stream, CancellationToken cancellation = default)
    {
        var settings = new XmlWriterSettings { Async = true, Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" };
        await using var xml = XmlWriter.Create(stream, settings);
        var suites = Suites(run);
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "Conformance");
        WriteCounts(xml, [.. suites.SelectMany(suite => suite.Cases)], withSkipped: false);
        xml.WriteAttributeString("time", Seconds(run.DurationMs));
        foreach (var (family, cases) in suites)
        {
            cancellation.ThrowIfCancellationRequested();
            WriteSuite(xml, run, family, cases);
            await xml.FlushAsync();
        }

        xml.WriteEndElement();
        await xml.WriteEndDocumentAsync();
    }

    private static List<(string Family, List<CaseResult> Cases)> Suites(RunResult run)
    {
        List<(string, List<CaseResult>)> suites =
            [.. run.Cases.GroupBy(result => result.Rule.Split('.')[0]).Select(family => (family.Key, family.ToList()))];
        // What is wrong with the run and not with a case would otherwise be green here.
        List<CaseResult> ofRun =
        [
            .. run.StaleWaivers.Select(message => OfRun("run.waivers", Verdict.Fail, message)),
            .. run.Leftovers.Select(left => OfRun("run.leftovers", Verdict.Error, $"left over: {left.What}; remove it: {left.Command}")),
        ];
        if (run.Summary.Error == 0 && (run.NotJudged is not null || run.Cases.Count == 0))
        {
            ofRun.Add(OfRun("run.judged", Verdict.Error, run.NotJudged ?? "no case ran, so nothing was judged"));
        }

        if (ofRun.Count > 0)
        {
            suites.Add(("run", ofRun));
        }

        return suites;
    }

    private static CaseResult OfRun(string rule, Verdict verdict, string message) =>
        new(rule, rule, null, null, verdict, null, message, null, null, 0, [], [], null);

    private static void WriteSuite(XmlWriter xml, RunResult run, string family, IReadOnlyList<CaseResult> cases)
    {
        xml.WriteStartElement("testsuite");
        WriteAttribute(xml, "name", family);
        WriteCounts(xml, cases, withSkipped: true);
        xml.WriteAttributeString("time", Seconds(cases.Sum(result => result.DurationMs)));
        xml.WriteAttributeString("timestamp", run.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteStartElement("properties");
        WriteProperty(xml, "target", run.Target.BaseUrl);
        WriteProperty(xml, "suite.version", run.Suite.Version);
        foreach (var (name, value) in run.Settings)
        {
            WriteProperty(xml, $"setting.{name}", value?.ToString() ?? "");
        }

        xml.WriteEndElement();
        foreach (var result in cases)
        {
            WriteCase(xml, run, result);
        }

        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<CaseResult> cases, bool withSkipped)
    {
        var summary = Summary.Of(cases);
        xml.WriteAttributeString("tests", Number(cases.Count));
        xml.WriteAttributeString("failures", Number(summary.Fail));
        xml.WriteAttributeString("errors", Number(summary.Error));
        if (withSkipped)
        {
            xml.WriteAttributeString("skipped", Number(summary.Skip + summary.Waived));
        }
    }

    private static void WriteCase(XmlWriter xml, RunResult run, CaseResult result)
    {
        xml.WriteStartElement("testcase");
        WriteAttribute(xml, "classname", result.Rule);
        WriteAttribute(xml, "name", result.Id);
        xml.WriteAttributeString("time", Seconds(result.DurationMs));
        var message = VisibleText.Line(result.Message);
        switch (result.Verdict)
        {
            case Verdict.Fail:
                WriteOutcome(xml, "failure", message, "fail", Details(result));
                break;
            case Verdict.Error:
                WriteOutcome(xml, "error", message, result.Reason?.Fault?.ToString().ToLowerInvariant() ?? "error", Details(result));
                break;
            case Verdict.Skip:
                WriteOutcome(xml, "skipped", message, null, null);
                break;
            case Verdict.Waived:
                WriteOutcome(
                    xml, "skipped", message.StartsWith("waived", StringComparison.Ordinal) ? message : $"waived: {message}", null, null);
                break;
        }

        WriteSystemOut(xml, run, result, message);
        xml.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter xml, string element, string message, string? type, string? text)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("message", message);
        if (type is not null)
        {
            WriteAttribute(xml, "type", type);
        }

        xml.WriteString(text);
        xml.WriteEndElement();
    }

    private static string Details(CaseResult result)
    {
        var text = new StringBuilder().Append(VisibleText.Line(result.Message)).Append('\n');
        if (result.Expected is { } expected)
        {
            text.Append("expected: ").Append(VisibleText.Line(expected)).Append('\n');
        }

        if (result.Came is { } came)
        {
            text.Append("came to: ").Append(VisibleText.Line(came)).Append('\n');
        }

        foreach (var (name, value) in result.Observed)
        {
            text.Append(VisibleText.Line(name)).Append(": ").Append(VisibleText.Line(value?.ToJsonString() ?? "null")).Append('\n');
        }

        return text.ToString();
    }

    private static void WriteSystemOut(XmlWriter xml, RunResult run, CaseResult result, string message)
    {
        var text = new StringBuilder();
        if (result.Verdict is Verdict.Warn or Verdict.Info && message.Length > 0)
        {
            text.Append(result.Verdict == Verdict.Warn ? "warn: " : "info: ").Append(message).Append('\n');
        }

        if (Unsteady.Words(result) is { } unsteady)
        {
            text.Append("not the same every time: ").Append(unsteady).Append('\n');
        }

        if (result.Verdict is Verdict.Fail or Verdict.Error or Verdict.Waived or Verdict.Warn)
        {
            if (run.DecidingOf(result) is { } deciding)
            {
                text.Append("the exchange that decided:\n").Append(ExchangeText.Of(deciding, BodyLimit));
            }
            else
            {
                var shown = result.Exchanges.TakeLast(ExchangeLimit).ToList();
                text.Append(
                    shown.Count < result.Exchanges.Count
                        ? string.Create(CultureInfo.InvariantCulture, $"the last {shown.Count} of {result.Exchanges.Count} exchanges:\n")
                        : "");
                text.AppendJoin('\n', shown.Select(id => ExchangeText.Of(run.Exchange(id), BodyLimit)));
            }
        }

        if (text.Length > 0)
        {
            xml.WriteElementString("system-out", text.ToString());
        }
    }

    private static void WriteProperty(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        WriteAttribute(xml, "name", name);
        WriteAttribute(xml, "value", value);
        xml.WriteEndElement();
    }

    private static void WriteAttribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, VisibleText.Line(value));

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("0.000", CultureInfo.InvariantCulture);

    async Task<IReadOnlyList<string>> IOutput.WriteAsync(
        RunResult run, string path, ReportOptions options, CancellationToken cancellation)
    {
        await WriteAsync(run, path, cancellation);
        return [path];
    }
}
