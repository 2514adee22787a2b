using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;
using Conformance.SelfTests.Reports.Samples;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary>The end of a run's console.</summary>
public sealed class ConsoleSummaryTests
{
    [TestCaseSource(typeof(SampleReports), nameof(SampleReports.Names))]
    public void It_fits_a_screen_and_commands_nothing(string name)
    {
        var lines = ConsoleSummary.Lines(SampleReports.Run(name), "reports").ToList();

        lines.Should().HaveCountLessThanOrEqualTo(40);
        lines.Where(line => Unseen.Characters().IsMatch(line) || Unseen.Commands().IsMatch(line) || line.Contains('\n')).Should().BeEmpty();
        lines.Should().Contain(line => line.StartsWith("  report: ", StringComparison.Ordinal));
    }

    [Test]
    public void A_cause_is_a_line_with_its_count_example_variant_words_and_link()
    {
        var run = new SmallRun()
            .With("version.unknown-beta", "messages.create", Verdict.Fail, 400,
                """{"error":{"type":"invalid_request_error","message":"Unexpected value(s)"}}""",
                change: result =>
                    result with
                    {
                        Variant = "chunked",
                        Expected = "200",
                        Came = "400",
                        Message = "expected 200, came to 400",
                        Marks = [new(MarkedPart.Status)],
                        Intermittent = new Repetition(1, 3),
                    })
            .With("version.unknown-beta", "messages.create", Verdict.Pass)
            .Result;

        ConsoleSummary.Lines(run, "reports").Should().ContainSingle(
            line => line.StartsWith("  fail", StringComparison.Ordinal)).Which.Should()
            .Be(
                "  fail       1 × version.unknown-beta[chunked] on messages.create: expected 200, came to 400: \"Unexpected value(s)\" "
                    + "(broken 1 of 3 times)  reports/index.html#broken-1");
    }

    [Test]
    public void What_was_left_over_stands_with_its_command_and_the_exit_code_with_its_meaning()
    {
        var run = new SmallRun().With("a.b", "models.list", Verdict.Pass).Result with
        {
            Leftovers = [new Leftover("file_1", "curl -X DELETE …")],
        };

        ConsoleSummary.Lines(run, "reports").Should().Contain("  left   file_1; remove it: curl -X DELETE …")
            .And.Contain("  exit code 3: something could not be judged, or the run ended early");
    }

    [Test]
    public void A_target_that_serves_less_than_was_claimed_is_told_what_to_run()
    {
        string[] served =
        [
            .. Operations.All.Where(
                operation => operation.Id.StartsWith("models.", StringComparison.Ordinal)).Select(operation => operation.Id),
            "messages.create"
        ];
        var run = new SmallRun().With("a.b", "models.list", Verdict.Pass).With("a.b", "files.list", Verdict.Pass).Result;

        ConsoleSummary.Lines(
            run with { Target = run.Target with { Served = served } }, "reports").Should().ContainSingle(line => line.Contains("serves"))
            .Which.Should()
                .Be(
                    $"  the target serves {served.Length} of {Operations.All.Count} operations; if it claims no more, "
                        + "run with Operations=served or Operations=messages.create,models.*");
        ConsoleSummary.Lines(run, "reports").Should().NotContain(line => line.Contains("serves"), "nobody found out what it has");
    }

    [Test]
    public void No_bytes_are_named_where_none_were_sent() =>
        ConsoleSummary.Lines(
            new SmallRun().With("a.b", "models.list", Verdict.Pass).Result, "reports").Should().NotContain(line => line.Contains("MB"));
}
