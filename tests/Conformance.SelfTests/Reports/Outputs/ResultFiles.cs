using System.Text.Json.Nodes;
using Conformance.Reporting.Json;
using Conformance.SelfTests.Reports.Hostile;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary><c>results.json</c> against the JSON Schema that is published with it.</summary>
public sealed class ResultFiles
{
    [Test]
    public async Task Samples_and_real_runs_are_valid()
    {
        var embedded = await SuiteProcess.Run(("Rules", "auth.*,headers.*"), ("Operations", "messages.*,models.*"));
        var hostile = await HostileRun.Once();

        var (code, output) = await Validate(
            await SampleReports.FileOf("green", "results.json"),
            await SampleReports.FileOf("broken", "results.json"),
            await SampleReports.FileOf("hostile", "results.json"),
            Path.Combine(embedded.Directory, "results.json"),
            Path.Combine(hostile.Directory, "results.json"));

        output.Should().BeEmpty();
        code.Should().Be(0);
    }

    [Test]
    public async Task The_schema_refuses_what_a_reader_could_not_use()
    {
        var directory = TestDirectory.Create();
        var wrong = JsonNode.Parse(ResultsJson.Write(SampleRuns.Broken.Sparse()))!;
        wrong["cases"]![0]!["verdict"] = "Pass";
        wrong["summary"]!.AsObject().Remove("waived");
        wrong["durationMs"] = -1;
        var file = Path.Combine(directory, "wrong.json");
        await File.WriteAllTextAsync(file, wrong.ToJsonString());

        var (code, output) = await Validate(file);

        code.Should().Be(1);
        output.Should().ContainAll("/cases/0/verdict", "/summary must have required property 'waived'", "/durationMs must be >= 0");
    }

    private static async Task<(int Code, string Output)> Validate(params string[] files)
    {
        var schema = Path.Combine(TestDirectory.Create(), "results.schema.json");
        await File.WriteAllTextAsync(schema, ResultsJson.JsonSchema);
        return await NodePackages.Run("validate.mjs", [schema, .. files]);
    }
}
