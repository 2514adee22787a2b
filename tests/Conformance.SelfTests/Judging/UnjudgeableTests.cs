using Conformance.Reporting.Results;
using Conformance.Suite.Running;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;
using static Conformance.SelfTests.Judging.Answers;

namespace Conformance.SelfTests.Judging;

/// <summary>What says nothing about the contract is told apart in one place, with the leg that failed.</summary>
public sealed class UnjudgeableTests
{
    [TestCase(Outcome.Refused, ReasonKind.Refused, Fault.Network)]
    [TestCase(Outcome.Unresolved, ReasonKind.Unresolved, Fault.Network)]
    [TestCase(Outcome.Tls, ReasonKind.Tls, Fault.Network)]
    [TestCase(Outcome.Reset, ReasonKind.Reset, Fault.Target)]
    [TestCase(Outcome.Timeout, ReasonKind.Timeout, Fault.Target)]
    [TestCase(Outcome.Malformed, ReasonKind.Malformed, Fault.Target)]
    [TestCase(Outcome.VersionRefused, ReasonKind.Malformed, Fault.Target)]
    [TestCase(Outcome.Excessive, ReasonKind.Excessive, Fault.Target)]
    public void An_outcome_without_an_answer_has_its_reason(Outcome outcome, ReasonKind kind, Fault fault)
    {
        var reason = Unjudgeable.Why(Without(outcome), JudgedOutcomes.None);

        reason.Should().Be(new Reason(kind));
        reason!.Fault.Should().Be(fault);
    }

    [TestCase(429, ReasonKind.RateLimited)]
    [TestCase(529, ReasonKind.Overloaded)]
    [TestCase(520, ReasonKind.Edge)]
    [TestCase(530, ReasonKind.Edge)]
    [TestCase(519, null)]
    [TestCase(531, null)]
    [TestCase(500, null)]
    [TestCase(200, null)]
    [TestCase(413, null)]
    public void A_status_that_is_not_the_contracts_has_its_reason(int status, ReasonKind? kind) =>
        Unjudgeable.Why(
            Json(status, "{}"), JudgedOutcomes.None | JudgedOutcomes.NoAnswer).Should().Be(kind is { } some ? new Reason(some) : null);

    [Test]
    public void A_rule_may_judge_the_very_outcome()
    {
        Unjudgeable.Why(Without(Outcome.Reset), JudgedOutcomes.Reset).Should().BeNull();
        Unjudgeable.Why(Without(Outcome.Timeout), JudgedOutcomes.Reset).Should().Be(new Reason(ReasonKind.Timeout));
        Unjudgeable.Why(Without(Outcome.Timeout), JudgedOutcomes.NoAnswer).Should().BeNull();
        Unjudgeable.Why(Without(Outcome.Refused), JudgedOutcomes.NoAnswer).Should().Be(new Reason(ReasonKind.Refused));
        Unjudgeable.Why(Without(Outcome.Refused), JudgedOutcomes.Refused).Should().BeNull();
    }

    [Test]
    public void The_words_name_the_leg()
    {
        var refused = Without(Outcome.Refused) with { Detail = "connection refused, nothing listens there" };
        var limited = Json(429, "{}") with { Earlier = [Json(429, "{}"), Json(429, "{}")] };

        Unjudgeable.Words(refused, new Reason(ReasonKind.Refused)).Should().Be(
            "the way to the target: GET /v1/models: connection refused, nothing listens there");
        Unjudgeable.Words(limited, new Reason(ReasonKind.RateLimited)).Should().Be(
            "the target: GET /v1/models: still answered 429 after 3 attempts");
        Unjudgeable.Words(Json(522, ""), new Reason(ReasonKind.Edge)).Should().Be(
            "an edge in front of the target: GET /v1/models: answered 522");
    }
}
