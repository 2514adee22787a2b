using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Causes;

/// <summary>Answers that no rule expects, wherever they stand.</summary>
public sealed class StrayAnswersTests
{
    private const string Envelope = """{"type":"error","error":{"type":"not_found_error","message":"No."},"request_id":"req_1"}""";

    [Test]
    public void A_bare_400_is_gathered_with_the_cases_that_passed_on_it()
    {
        var run = Ordinary().With(
            "version.unknown",
            "messages.create",
            Verdict.Pass,
            400,
            "",
            []).With("auth.valid-key", "models.list", Verdict.Fail, 400, "", []).Result;

        var stray = StrayAnswers.Of(run).Should().ContainSingle().Subject;

        stray.What.Should().Be("400 without a body");
        stray.Cases.Select(result => result.Rule).Should().Equal("version.unknown", "auth.valid-key");
        stray.Passed.Should().Be(1);
        stray.Operations.Should().Equal("messages.create", "models.list");
    }

    [TestCase(404, Envelope, TestName = "An error in the documented envelope")]
    [TestCase(200, "{}", TestName = "A success")]
    [TestCase(413, "<html>", TestName = "A body that is too large, which other rules look at")]
    public void Not_gathered(int status, string body) =>
        StrayAnswers.Of(Ordinary().With("a.b", "models.list", Verdict.Pass, status, body, []).Result).Should().BeEmpty();

    [Test]
    public void A_target_without_any_ids_says_nothing_by_it()
    {
        var run = new SmallRun().With(
            "a.b", "models.list", Verdict.Pass, 200, "{}", []).With("a.c", "models.list", Verdict.Pass, 400, "", []).Result;

        StrayAnswers.Of(run).Should().BeEmpty();
    }

    private static SmallRun Ordinary() => new SmallRun()
        .With("auth.valid-key", "messages.create", Verdict.Pass)
        .With("auth.missing-key", "messages.create", Verdict.Pass, 401, Envelope)
        .With("error.unknown-resource", "models.get", Verdict.Pass, 404, Envelope);
}
