using System.Text;
using Conformance.Reporting.Results;
using Conformance.Reporting.Waivers;
using Conformance.SelfTests.Reports.Samples;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Waivers;

/// <summary>What a waiver file may hold, and what a waiver covers.</summary>
public sealed class WaiverFiles
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    [TestCase("", "w.json:1: the file is not JSON")]
    [TestCase("[", "w.json:1: the file is not JSON")]
    [TestCase("3", "w.json:1: a waiver file is an array")]
    [TestCase("{}", "w.json:1: the member \"waivers\" is missing")]
    [TestCase("{\"waivers\":[],\n\"x\":1}", "w.json:2: unexpected member \"x\"")]
    [TestCase("[\n5]", "w.json:2: a waiver is an object with rule, operation, reason")]
    [TestCase(
        "[\n{\n\"rule\":\"a\",\n\"reason\":\"\",\"expires\":\"2026-12-01\",\"owner\":\"x\"}]",
        "w.json:4: the reason of the waiver is empty; say why")]
    [TestCase(
        "[\n{\"rule\":\"a\",\"reason\":\" \",\"expires\":\"2026-12-01\",\"owner\":\"x\"}]",
        "w.json:2: the reason of the waiver is empty; say why")]
    [TestCase("[\n{\"rule\":\"a\",\"expires\":\"2026-12-01\",\"owner\":\"x\"}]", "w.json:2: the waiver has no reason; say why")]
    [TestCase(
        "[{\"rule\":\"a\",\"reason\":\"r\",\"owner\":\"x\",\n\"expires\":\"2026-1-1\"}]",
        "w.json:2: \"2026-1-1\" is not a date; write it as yyyy-MM-dd")]
    [TestCase("[{\"rule\":\"a\",\"reason\":\"r\",\"owner\":\"x\",\"expires\":\"2026-02-30\"}]", "w.json:1: \"2026-02-30\" is not a date")]
    [TestCase("[{\"rule\":\"a\",\"reason\":\"r\",\"expires\":\"2026-12-01\"}]", "w.json:1: the waiver has neither an owner nor a link")]
    [TestCase("[{\"rule\":\"a\",\n\"expire\":\"2026-12-01\"}]", "w.json:2: unknown member \"expire\"; a waiver has rule")]
    [TestCase(
        "[{\"rule\":\"a\",\"reason\":\"r\",\"link\":\"javascript:x\",\"expires\":\"2026-12-01\"}]",
        "w.json:1: \"javascript:x\" is not a link")]
    [TestCase("[{\"rule\":\"a\",\n\"rule\":\"b\"}]", "w.json:2: \"rule\" stands twice")]
    [TestCase("[{\"rule\":\n5}]", "w.json:2: \"rule\" is not a string")]
    public void What_is_wrong_is_named_with_its_line_and_what_would_be_right(string json, string message)
    {
        var reading = () => WaiverFile.Parse(Encoding.UTF8.GetBytes(json), "w.json");

        reading.Should().Throw<FormatException>().Which.Message.Should().StartWith(message).And.NotContain("\n");
    }

    [Test]
    public void A_file_for_the_present_failures_is_refused_until_it_is_filled_in_and_then_covers_them_for_90_days()
    {
        var text = WaiverFile.For(SampleRuns.Broken, TimeProvider.System);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var reading = () => WaiverFile.Parse(Encoding.UTF8.GetBytes(text), "w.json");
        reading.Should().Throw<FormatException>().WithMessage("w.json:*: the reason of the waiver is empty*");

        var waivers = Filled(text);

        var waived = waivers.Apply(SampleRuns.Broken, today);
        waived.Summary.Fail.Should().Be(0);
        waived.Summary.Waived.Should().Be(SampleRuns.Broken.Summary.Fail + SampleRuns.Broken.Summary.Waived);
        waived.Summary.Pass.Should().Be(SampleRuns.Broken.Summary.Pass, "a waived case is no pass");
        waived.Summary.Error.Should().Be(SampleRuns.Broken.Summary.Error, "what was not judged cannot be accepted");
        waived.StaleWaivers.Should().BeEmpty();
        waivers.Apply(SampleRuns.Broken, today.AddDays(90)).Summary.Fail.Should().Be(0, "the last day holds");
        var late = waivers.Apply(SampleRuns.Broken, today.AddDays(91));
        late.Summary.Fail.Should().Be(SampleRuns.Broken.Summary.Fail);
        late.StaleWaivers.Should().HaveSameCount(waivers.Waivers).And.OnlyContain(line => line.Contains("expired on"));
    }

    [Test]
    public void A_waiver_that_nothing_needs_any_more_makes_a_green_run_red()
    {
        var waivers = Filled(WaiverFile.For(SampleRuns.Broken, TimeProvider.System));

        var run = waivers.Apply(SampleRuns.Green, Today);

        run.StaleWaivers.Should().HaveSameCount(waivers.Waivers).And.OnlyContain(line => line.Contains("is not needed any more"));
        RunVerdict.Of(run).IsGreen.Should().BeFalse();
        RunVerdict.Of(run).Sentence.Should().Contain("expired or no longer needed");
    }

    [Test]
    public void A_waiver_that_matches_nothing_at_all_is_stale() =>
        Parse("""[{"rule":"auth.mising-key","reason":"r","owner":"o","expires":"2027-01-01"}]""").Apply(SampleRuns.Broken, Today)
            .StaleWaivers.Should().ContainSingle().Which.Should().Contain("matches no case of the suite");

    [Test]
    public void A_waiver_whose_cases_the_settings_left_out_is_not_stale()
    {
        var run = SampleRuns.Green.WithCases(
            result => result with { Verdict = Verdict.Skip, Reason = new Reason(ReasonKind.NotClaimed), Message = "not claimed" });

        Parse("""[{"rule":"*","reason":"r","owner":"o","expires":"2027-01-01"}]""").Apply(run, Today).StaleWaivers.Should().BeEmpty();
    }

    [Test]
    public void A_written_file_names_groups_where_a_whole_group_fails_and_operations_where_it_does_not()
    {
        var rule = SampleRuns.Green.Cases.GroupBy(result => result.Rule)
            .First(
                cases =>
                    cases.Any(result => result.Operation == "models.list")
                        && cases.Count(result => result.Operation!.StartsWith("workspaces.", StringComparison.Ordinal)) > 1).Key;
        var run = SampleRuns.Green.WithCases(result =>
            result.Rule == rule
                && (result.Operation == "models.list" || result.Operation!.StartsWith("workspaces.", StringComparison.Ordinal))
                ? result with { Verdict = Verdict.Fail }
                : result);

        var written = Filled(WaiverFile.For(run, TimeProvider.System)).Waivers;

        written.Should().OnlyContain(waiver => waiver.Rule.Pattern == rule);
        written.Select(waiver => waiver.Operation.Pattern).Should().Contain("workspaces.*").And.HaveCount(2);
    }

    private static WaiverSet Filled(string text) => Parse(text
        .Replace("\"reason\": \"\"", "\"reason\": \"known\"", StringComparison.Ordinal)
        .Replace("\"owner\": \"\"", "\"owner\": \"gateway-team\"", StringComparison.Ordinal));

    private static WaiverSet Parse(string json) => WaiverFile.Parse(Encoding.UTF8.GetBytes(json), "w.json");
}
