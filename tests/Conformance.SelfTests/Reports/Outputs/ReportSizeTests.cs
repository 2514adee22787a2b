using Conformance.Reporting;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using Conformance.Suite.Running;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary>How large the outputs of a whole run are: every case of the catalogue, and as many exchanges as one sends.</summary>
public sealed class ReportSizeTests
{
    private const int Exchanges = 2_650;
    private const long MegaByte = 1_000_000;

    [TestCase("results.json", 8 * MegaByte)]
    [TestCase("index.html", 3 * MegaByte)]
    public async Task Of_a_whole_run(string name, long most)
    {
        var run = Whole();
        run.Cases.Should().HaveCountGreaterThan(4_000);

        var directory = TestDirectory.Create();
        await ReportSet.Outputs.Single(output => output.Name == name).WriteAsync(
            run, Path.Combine(directory, name), new ReportOptions(), CancellationToken.None);

        new FileInfo(Path.Combine(directory, name)).Length.Should().BeLessThan(most);
    }

    /// <summary>As a real run is: bodies of some hundred bytes, ids that differ, cases that share exchanges.</summary>
    private static RunResult Whole()
    {
        var like = SampleRuns.Green.Exchanges[0];
        var body = $$$"""{"type":"error","error":{"type":"permission_error","message":"{{{new string('m', 250)}}}"}}""";
        ExchangeInfo[] exchanges =
        [
            .. Enumerable.Range(1, Exchanges).Select(number => SampleRuns.Green.Exchanges[number % SampleRuns.Green.Exchanges.Count] with
            {
                Id = $"x{number}",
                Response = like.Response! with
                {
                    Headers =
                    [
                        .. like.Response.Headers, new("date", $"Sat, 21 Nov 2026 {number % 24:00}:00:00 GMT"),
                        new("cf-ray", $"{number:x16}")
                    ],
                    Body = new BodyInfo(body.Length, body, false),
                },
            }),
        ];
        CaseResult[] cases =
        [
            .. Catalogue.Cases.Select((one, index) => new CaseResult(
                one.Id, one.Rule.Id, one.Operation?.Id, one.Variant, Verdict.Pass, null, null,
                "401 authentication_error", "401 authentication_error", 2.5,
                new() { ["status"] = 401, ["errorType"] = "authentication_error" },
                [$"x{index % Exchanges + 1}", $"x{index * 7 % Exchanges + 1}"], $"x{index % Exchanges + 1}")),
        ];
        return SampleRuns.Green with
        {
            Exchanges = exchanges,
            Cases = [.. cases.OrderBy(one => one.Id, StringComparer.Ordinal)],
            Summary = Summary.Of(cases),
        };
    }
}
