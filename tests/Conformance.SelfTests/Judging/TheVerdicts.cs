using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Running;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;
using static Conformance.SelfTests.Judging.Answers;

namespace Conformance.SelfTests.Judging;

/// <summary>What comes of a case becomes a verdict: by its outcome, its level and the strictness of the run.</summary>
public sealed class TheVerdicts
{
    private static readonly Redactor Redactor = new(["geheim"], [], []);

    [TestCase(Level.Must, false, Verdict.Fail)]
    [TestCase(Level.Must, true, Verdict.Fail)]
    [TestCase(Level.Should, false, Verdict.Warn)]
    [TestCase(Level.Should, true, Verdict.Fail)]
    [TestCase(Level.Info, false, Verdict.Info)]
    [TestCase(Level.Info, true, Verdict.Info)]
    public void A_broken_promise_weighs_as_its_level_says(Level level, bool strict, Verdict verdict)
    {
        CaseOutcome.Broken("why").For(level, strict).Should().Be(verdict);
        CaseOutcome.Kept.For(level, strict).Should().Be(level == Level.Info ? Verdict.Info : Verdict.Pass);
        CaseOutcome.Of(new IgnoreException("why")).For(level, strict).Should().Be(Verdict.Skip);
        CaseOutcome.Of(new NotJudgedException(Fault.Network, "why")).For(level, strict).Should().Be(Verdict.Error);
    }

    [Test]
    public void An_exception_says_what_came_of_a_case()
    {
        CaseOutcome.Of(new AssertionException("why")).Should().Be(CaseOutcome.Broken("why"));
        CaseOutcome.Of(new IgnoreException("why")).Should().Be(new CaseOutcome(CaseOutcome.Kinds.Skipped, "why"));
        CaseOutcome.Of(new NotJudgedException(Fault.Target, "why")).Should().Be(new CaseOutcome(CaseOutcome.Kinds.NotJudged, "why", Fault.Target));
        CaseOutcome.Of(new AggregateException(new AssertionException("why"))).Should().Be(CaseOutcome.Broken("why"));
        CaseOutcome.Of(new InvalidOperationException("why")).Should().Be(
            new CaseOutcome(CaseOutcome.Kinds.NotJudged, "fault of the suite: InvalidOperationException: why", Fault.Suite));
        CaseOutcome.Of(new AggregateException(new IgnoreException("a"), new IgnoreException("b"))).Fault.Should().Be(Fault.Suite);
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

        baseline.Should().Be(new Baseline(meets, see is null ? null : $"the valid request of {id} is answered {status} in place of {operation.Probe.Status}: see {see}"));
    }

    [Test]
    public void What_the_deciding_exchange_shows_is_observed_without_secrets()
    {
        var record = new CaseRecord(Catalogue.Cases.First());
        record.Observed["said"] = "it is geheim";
        record.Observed["count"] = 3;
        record.Observed["none"] = null;
        var answered = Json(401, """{"error":{"type":"geheim_error"}}""");

        Observed(record, Json(200, "{}"), answered).Should().Be("""{"count":3,"errorType":"[redacted]_error","none":null,"outcome":"answered","said":"it is [redacted]","status":401}""");
        Observed(record, Without(Outcome.Reset) with { Request = answered.Request.WithBody("{}"), BytesSent = 1 }).Should().Be(
            """{"bytesSent":1,"count":3,"none":null,"outcome":"reset","said":"it is [redacted]"}""");
        record.Observed["status"] = 413;
        Observed(record, Json(200, "{}")).Should().Contain("\"status\":413").And.NotContain("errorType").And.NotContain("bytesSent");
        Observed(record).Should().NotContain("outcome");
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
    public void A_record_keeps_an_exchange_once_and_is_the_current_one_of_its_case()
    {
        var record = new CaseRecord(Catalogue.Cases.First());
        var exchange = Json(200, "{}");
        record.Add(exchange);
        record.Add(exchange);

        record.Exchanges.Should().ContainSingle();
        ((Func<CaseRecord>)(() => CaseRecord.Current)).Should().Throw<InvalidOperationException>().WithMessage("no case is running");
        CaseRecord.Enter(record);
        CaseRecord.Current.Should().BeSameAs(record);
        CaseRecord.Enter(null);
    }

    private static string Observed(CaseRecord record, params Exchange[] exchanges)
    {
        var json = new JsonObject();
        foreach (var (name, value) in Observation.Of(record, exchanges, Redactor))
        {
            json[name] = value?.DeepClone();
        }

        return json.ToJsonString();
    }
}
