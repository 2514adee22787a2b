using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Conformance.Reporting.Ci;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary><c>junit.xml</c>: the schema that Jenkins publishes, and what a reader of it counts.</summary>
public sealed class JUnitFiles
{
    [TestCaseSource(typeof(SampleReports), nameof(SampleReports.Names))]
    public async Task It_is_valid_and_counts_what_it_holds(string name)
    {
        var document = Valid(await File.ReadAllBytesAsync(await SampleReports.FileOf(name, "junit.xml")));

        var run = SampleReports.Run(name);
        var cases = document.Descendants("testcase").ToList();
        cases.Should().HaveCount(run.Cases.Count + run.StaleWaivers.Count + run.Leftovers.Count);
        ((int)document.Root!.Attribute("tests")!).Should().Be(cases.Count);
        document.Descendants("testsuite").Sum(suite => (int)suite.Attribute("tests")!).Should().Be(cases.Count);
        document.Descendants("failure").Should().HaveCount(run.Summary.Fail + run.StaleWaivers.Count);
        document.Descendants("error").Should().HaveCount(run.Summary.Error + run.Leftovers.Count);
        document.Descendants("skipped").Should().HaveCount(run.Summary.Skip + run.Summary.Waived);
    }

    [Test]
    public async Task Every_verdict_is_told_apart()
    {
        var document = Valid(await File.ReadAllBytesAsync(await SampleReports.FileOf("broken", "junit.xml")));
        XElement Case(Verdict verdict)
        {
            var id = SampleRuns.Broken.Cases.First(result => result.Verdict == verdict).Id;
            return document.Descendants("testcase").Single(element => (string?)element.Attribute("name") == id);
        }

        var failure = Case(Verdict.Fail).Element("failure")!;
        ((string?)failure.Attribute("message")).Should().Be("expected 401 authentication_error, got 403 permission_error");
        failure.Value.Should().Contain("expected: 401 authentication_error");
        Case(Verdict.Fail).Element("system-out")!.Value.Should().Contain("< HTTP/1.1 403 Forbidden").And.Contain("x-api-key: [redacted]");
        ((string?)Case(Verdict.Error).Element("error")!.Attribute("type")).Should().Be("network");
        ((string?)Case(Verdict.Skip).Element("skipped")!.Attribute("message")).Should().StartWith("no admin key");
        ((string?)Case(Verdict.Waived).Element("skipped")!.Attribute("message")).Should().StartWith("waived until 2027-01-31");
        Case(Verdict.Warn).Elements().Should().ContainSingle().Which.Value.Should().StartWith("warn: expected 401");
        Case(Verdict.Info).Elements().Should().ContainSingle().Which.Value.Should().StartWith("info: limit found");
        Case(Verdict.Pass).Elements().Should().BeEmpty();
        ((string?)Case(Verdict.Pass).Attribute("classname")).Should().Be(
            SampleRuns.Broken.Cases.First(result => result.Verdict == Verdict.Pass).Rule);
    }

    [Test]
    public async Task A_target_that_was_not_judged_is_not_green()
    {
        using var stream = new MemoryStream();
        await JUnitXml.WriteAsync(SampleRuns.NotJudged, stream);

        var error = Valid(stream.ToArray()).Descendants("error").Should().ContainSingle().Subject;
        ((string?)error.Attribute("message")).Should().Contain("nothing listens there");
    }

    /// <summary>The document, validated.</summary>
    internal static XDocument Valid(byte[] junit)
    {
        List<string> faults = [];
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = Schema() };
        settings.ValidationEventHandler += (_, found) => faults.Add($"line {found.Exception.LineNumber}: {found.Message}");
        using var reader = XmlReader.Create(new MemoryStream(junit), settings);
        var document = XDocument.Load(reader);
        faults.Should().BeEmpty();
        return document;
    }

    private static XmlSchemaSet Schema()
    {
        using var schema = XmlReader.Create(typeof(JUnitFiles).Assembly.GetManifestResourceStream("junit-10.xsd")!);
        var schemas = new XmlSchemaSet();
        schemas.Add(null, schema);
        return schemas;
    }
}
