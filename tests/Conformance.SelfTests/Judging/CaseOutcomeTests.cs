using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Running;
using FluentAssertions;
using NUnit.Framework;
using static Conformance.SelfTests.Judging.Answers;

namespace Conformance.SelfTests.Judging;

/// <summary>What comes of a case becomes a verdict: by its outcome, its level and the strictness of the run.</summary>
public sealed class CaseOutcomeTests
{
    private static readonly Reason Refused = new(ReasonKind.Refused);
    private static readonly Reason NoKey = new(ReasonKind.NoKey);

    private static CaseContext Context(string rule = "auth.missing-key") => new(Catalogue.Find(rule).Cases.First());

    [TestCase(Level.Must, false, Verdict.Fail)]
    [TestCase(Level.Must, true, Verdict.Fail)]
    [TestCase(Level.Should, false, Verdict.Warn)]
    [TestCase(Level.Should, true, Verdict.Fail)]
    [TestCase(Level.Info, false, Verdict.Info)]
    [TestCase(Level.Info, true, Verdict.Info)]
    public void A_broken_promise_weighs_as_its_level_says(Level level, bool strict, Verdict verdict)
    {
        new CaseOutcome(CaseOutcome.Kinds.Broken, "why").For(level, strict).Should().Be(verdict);
        new CaseOutcome(CaseOutcome.Kinds.Kept).For(level, strict).Should().Be(level == Level.Info ? Verdict.Info : Verdict.Pass);
        CaseOutcome.NotRun(NoKey, "why").For(level, strict).Should().Be(Verdict.Skip);
        CaseOutcome.NotRun(Refused, "why").For(level, strict).Should().Be(Verdict.Error);
    }

    [Test]
    public void A_rule_that_judged_nothing_has_kept_nothing()
    {
        var context = Context();
        CaseOutcome.Ended(context).Should().Be(
            new CaseOutcome(CaseOutcome.Kinds.NotJudged, "fault of the suite: the rule judged nothing", new Reason(ReasonKind.Suite)));

        context.Add(new Judgement(Json(200, "{}"), true, "200", "200", []));
        CaseOutcome.Ended(context).Should().Be(new CaseOutcome(CaseOutcome.Kinds.Kept));

        context.Add(new Judgement(Json(500, "{}"), false, "200", "500", []));
        context.Add(new Judgement(Json(200, "{}"), true, "200", "200", []));
        CaseOutcome.Ended(context).Should().Be(new CaseOutcome(CaseOutcome.Kinds.Broken, "expected 200, but GET /v1/models came to 500"));
    }

    [Test]
    public void An_exception_says_what_came_of_a_case()
    {
        var context = Context();
        CaseOutcome.Of(context, new NotJudgedException(Refused, "why")).Should().Be(
            new CaseOutcome(CaseOutcome.Kinds.NotJudged, "why", Refused));
        CaseOutcome.Of(context, new AggregateException(new NotJudgedException(NoKey, "why"))).Reason.Should().Be(NoKey);
        CaseOutcome.Of(context, new InvalidOperationException("why")).Should().Be(
            new CaseOutcome(
                CaseOutcome.Kinds.NotJudged, "fault of the suite: InvalidOperationException: why", new Reason(ReasonKind.Suite)));
        CaseOutcome.Of(context, new AssertionException("nothing was judged")).Reason!.Kind.Should().Be(ReasonKind.Suite);

        context.Add(new Judgement(Json(500, "{}"), false, "200", "500", []));
        CaseOutcome.Of(context, new AssertionException("why")).Should().Be(
            new CaseOutcome(CaseOutcome.Kinds.Broken, "expected 200, but GET /v1/models came to 500"));
    }

    [Test]
    public void A_rule_that_is_not_among_those_it_depends_on_is_no_reason()
    {
        var known = new Reason(ReasonKind.OtherRule, "error.operation-served");
        CaseOutcome.Of(Context(), new NotJudgedException(known, "why")).Reason.Should().Be(known);
        CaseOutcome.Of(Context(), new NotJudgedException(new Reason(ReasonKind.OtherRule, "size.ladder"), "why")).Should().Be(
            new CaseOutcome(
                CaseOutcome.Kinds.NotJudged,
                "fault of the suite: auth.missing-key does not say that it depends on size.ladder",
                new Reason(ReasonKind.Suite)));
    }

    [TestCase("models.list", 200, Needs.Served, null)]
    [TestCase("models.list", 299, Needs.Served, null)]
    [TestCase("models.get", 404, Needs.Served, null)]
    [TestCase("models.get", 400, Needs.Served, null)]
    [TestCase("batches.create", 400, Needs.Served, null)]
    [TestCase("models.list", 300, Needs.Nothing, "security.no-redirect")]
    [TestCase("models.list", 399, Needs.Nothing, "security.no-redirect")]
    [TestCase("models.list", 400, Needs.Key, "version.accepted")]
    [TestCase("models.list", 401, Needs.Route, "auth.valid-key")]
    [TestCase("models.list", 403, Needs.Route, "auth.valid-key")]
    [TestCase("models.list", 404, Needs.Nothing, "error.operation-served")]
    [TestCase("batches.create", 404, Needs.Nothing, "error.operation-served")]
    [TestCase("models.list", 405, Needs.Nothing, "error.operation-served")]
    [TestCase("models.list", 500, Needs.Nothing, "error.operation-served")]
    [TestCase("models.get", 200, Needs.Key, "error.never-2xx")]
    [TestCase("models.list", 199, Needs.Key, "error.never-2xx")]
    public void How_far_an_operation_works_is_read_off_its_valid_request(string id, int status, Needs meets, string? see)
    {
        var operation = Operations.Find(id);

        var baseline = Baseline.Of(operation, Json(status, "{}"));

        baseline.Should().Be(
            new Baseline(
                meets, see, see is null ? null : $"the valid request of {id} is answered {status} in place of {operation.Probe.Status}"));
        if (see is not null)
        {
            Baseline.Rules(Needs.Served).Should().Contain(see);
        }
    }

    [Test]
    public void A_case_has_an_id_and_the_date_of_what_it_needs()
    {
        var rule = Catalogue.Find("auth.missing-key");
        var one = new Case(rule, Operations.Find("rbac_roles.get"), "variant");

        one.Id.Should().Be("auth.missing-key:rbac_roles.get[variant]");
        one.ToString().Should().Be(one.Id);
        one.Since.Should().Be(Snapshot.October2026);
        one.Arguments.Should().Equal(Operations.Find("rbac_roles.get"), "variant");
        new Case(rule, Operations.Find("messages.create"), null).Since.Should().Be(rule.Since);
        new Case(rule, null, null).Id.Should().Be("auth.missing-key");
        new Case(rule, null, null).Since.Should().Be(rule.Since);
        new Case(rule, null, null).Arguments.Should().BeEmpty();
        new Case(Catalogue.Find("auth.bearer-accepted"), Operations.Find("messages.create"), null).Since.Should().Be(Snapshot.October2026);
    }

    [Test]
    public void A_context_keeps_an_exchange_once_and_its_attempts_before_it()
    {
        var context = Context();
        var attempt = Without(Conformance.Wire.Outcome.Reset);
        var exchange = Json(200, "{}") with { Earlier = [attempt] };
        context.Add(exchange);
        context.Add(exchange);

        context.Exchanges.Should().HaveCount(2);
        context.Exchanges[0].Should().BeSameAs(attempt);
        context.Exchanges[1].Should().BeSameAs(exchange);
    }

    [Test]
    public void A_context_is_the_current_one_of_its_flow_of_control()
    {
        ((Func<CaseContext>)(() => CaseContext.Current)).Should().Throw<InvalidOperationException>().WithMessage("no case is running");
        var context = Context();
        CaseContext.Enter(context);
        CaseContext.Current.Should().BeSameAs(context);
        CaseContext.Enter(null);
    }
}
