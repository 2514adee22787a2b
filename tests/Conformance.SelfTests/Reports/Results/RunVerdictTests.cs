using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Results;

/// <summary>The exit code of a run, decided in one place.</summary>
public sealed class RunVerdictTests
{
    private static RunResult Kept =>
        new SmallRun().With("a.b", "models.list", Verdict.Pass).With("a.c", "models.list", Verdict.Warn).Result;

    private static IEnumerable<TestCaseData> Runs()
    {
        TestCaseData Run(string name, int code, RunResult run) => new TestCaseData(code, run).SetArgDisplayNames(name);
        var broken = new SmallRun().With("a.b", "models.list", Verdict.Fail);
        yield return Run("kept", 0, Kept);
        yield return Run("broken", 2, broken.Result);
        yield return Run("a stale waiver", 2, Kept with { StaleWaivers = ["w.json:1: expired"] });
        yield return Run(
            "broken beside an error of the suite", 2, broken.Without("a.d", null, Verdict.Error, new Reason(ReasonKind.Suite)).Result);
        yield return Run("an error of the suite", 1, With(ReasonKind.Suite));
        yield return Run("a timeout", 3, With(ReasonKind.Timeout));
        yield return Run("left over", 3, Kept with { Leftovers = [new Leftover("file_1", "curl")] });
        yield return Run("interrupted", 3, Kept with { NotJudged = "interrupted", NotJudgedReason = new Reason(ReasonKind.Interrupted) });
        yield return Run(
            "interrupted with a broken promise",
            3,
            broken.Result with { NotJudged = "interrupted", NotJudgedReason = new Reason(ReasonKind.Interrupted) });
        yield return Run("interrupted before anything", 3, Nothing(ReasonKind.Interrupted));
        yield return Run("not there", 4, Nothing(ReasonKind.Refused));
        yield return Run(
            "not there, each case an error",
            4,
            new SmallRun().Without("a.b", null, Verdict.Error, new Reason(ReasonKind.Refused)).Result with { NotJudged = "refused" });
        yield return Run("nothing ran", 4, new SmallRun().Without("a.b", null, Verdict.Skip, new Reason(ReasonKind.NotClaimed)).Result);
    }

    [TestCaseSource(nameof(Runs))]
    public void The_exit_code_is(int code, RunResult run)
    {
        RunVerdict.Of(run).ExitCode.Should().Be(code);
        RunVerdict.Of(run).IsGreen.Should().Be(code == 0);
        RunVerdict.Of(run).Meaning.Should().NotBeEmpty();
    }

    [Test]
    public void The_line_counts_what_kept_a_promise_where_something_did()
    {
        RunVerdict.Of(Kept).Sentence.Should().Be("Every promise kept in 1 case (1 warning)");
        RunVerdict.Of(new SmallRun().With("a.c", "models.list", Verdict.Warn).Result).Sentence
            .Should().Be("No promise is broken in 1 case (1 warning)");
    }

    private static RunResult With(ReasonKind kind) =>
        new SmallRun().With("a.b", "models.list", Verdict.Pass).Without("a.d", null, Verdict.Error, new Reason(kind)).Result;

    private static RunResult Nothing(ReasonKind kind) =>
        new SmallRun().Result with { NotJudged = "why", NotJudgedReason = new Reason(kind) };
}
