using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using FluentAssertions;
using NUnit.Framework;
using static Conformance.SelfTests.Judging.Answers;

namespace Conformance.SelfTests.Judging;

/// <summary>Every assertion of the rules holds where it should and fails where it should, and says why in one line.</summary>
public sealed class ExchangeAssertionsTests
{
    private const string Forbidden = """{"type":"error","error":{"type":"permission_error","message":"no"}}""";
    private const string Refused = """{"type":"error","error":{"type":"authentication_error","message":"no"}}""";

    [SetUp]
    public void Begin() => CaseContext.Enter(new CaseContext(Catalogue.Find("auth.missing-key").Cases.First()));

    [TearDown]
    public void End() => CaseContext.Enter(null);

    [Test]
    public void A_refusal_has_its_status_and_is_the_APIs_own()
    {
        Holds(Json(401, Refused), answer => answer.BeRefusedWith(401, "authentication_error"));
        Fails(
            Json(403, Forbidden),
            answer => answer.BeRefusedWith(401, "authentication_error"),
            "expected 401 authentication_error, but GET /v1/models came to 403 permission_error: no");
        CaseContext.Current.Deciding!.Expected.Should().Be("401 authentication_error");
        CaseContext.Current.Deciding.Came.Should().Be("403 permission_error");
        CaseContext.Current.Deciding.Marks.Should().Equal(new Mark(MarkedPart.Status));
    }

    [TestCase(401, "<html>", "text/html", "content.error-json")]
    [TestCase(401, "", "application/json", "content.body-parses")]
    [TestCase(401, "{}", "application/json", "error.envelope")]
    [TestCase(401, """{"error":{"type":"authentication_error"}}""", "application/json", "error.envelope")]
    [TestCase(
        401, """{"type":"error","error":{"type":"AuthenticationError","message":"no"}}""", "application/json", "error.type-matches-status")]
    public void A_status_that_is_not_the_APIs_own_is_for_another_rule(int status, string body, string label, string rule)
    {
        var judging = () => Of(status, body, ("content-type", label)).Should().BeRefusedWith(401, "authentication_error");

        judging.Should().Throw<NotJudgedException>().Which.Reason.Should().Be(new Reason(ReasonKind.OtherRule, rule));
    }

    [Test]
    public void A_refusal_has_one_of_some_statuses()
    {
        Holds(Json(403, Forbidden), answer => answer.BeRefusedWithOneOf(401, 403));
        Fails(
            Json(400, "{}"),
            answer => answer.BeRefusedWithOneOf(401, 403),
            "expected one of 401, 403, but GET /v1/models came to 400 application/json");
    }

    [TestCase(399, false)]
    [TestCase(400, true)]
    [TestCase(499, true)]
    [TestCase(500, false)]
    public void A_refusal_is_a_4xx(int status, bool holds)
    {
        var answer = Json(status, """{"type":"error","error":{"type":"invalid_request_error","message":"no"}}""");
        if (holds)
        {
            Holds(answer, one => one.BeRefused());
        }
        else
        {
            Fails(answer, one => one.BeRefused(), $"expected a 4xx, but GET /v1/models came to {status} invalid_request_error*");
        }
    }

    [Test]
    public void What_says_nothing_about_the_contract_is_judged_by_no_assertion()
    {
        foreach (
            var exchange in new[] { Without(Outcome.Reset), Without(Outcome.Refused), Json(429, "{}"), Json(529, "{}"), Json(522, "{}") })
        {
            Action[] judging =
            [
                () => exchange.Should().HaveStatus(200),
                () => exchange.Should().NotHaveStatus(401),
                () => exchange.Should().HaveHeader("request-id"),
                () => exchange.Should().HaveMediaType("application/json"),
                () => exchange.Should().HaveErrorEnvelope(),
                () => exchange.Should().BeRefused(),
                () => exchange.Should().Hold(true, "anything", "nothing"),
                () => exchange.Should().HoldOfBody(true, "anything", "nothing"),
                () => exchange.Should().HoldOfHeader("x", true, "anything", "nothing"),
            ];
            foreach (var judge in judging)
            {
                judge.Should().Throw<NotJudgedException>().Which.Reason.Fault.Should().NotBeNull();
            }
        }

        CaseContext.Current.Judgements.Should().BeEmpty();
    }

    [Test]
    public void An_answer_has_a_status_or_has_not()
    {
        Holds(Json(200, "{}"), answer => answer.HaveStatus(200));
        Fails(Json(201, "{}"), answer => answer.HaveStatus(200), "expected 200, but GET /v1/models came to 201");
        Holds(Json(200, "{}"), answer => answer.NotHaveStatus(401, 403));
        Fails(
            Json(403, "{}"),
            answer => answer.NotHaveStatus(401, 403),
            "expected neither 401 nor 403, but GET /v1/models came to 403 application/json");
        Holds(Json(401, "{}"), answer => answer.BeAnsweredLike(Json(401, Refused), "another"));
        Fails(
            Json(200, "{}"),
            answer => answer.BeAnsweredLike(Json(401, Refused), "another"),
            "expected 401, as for another, but GET /v1/models came to 200");
    }

    [Test]
    public void A_header_is_there_and_not_empty()
    {
        Holds(Of(200, "", ("Request-Id", "r")), answer => answer.HaveHeader("request-id"));
        Fails(
            Of(200, "", ("other", "r")),
            answer => answer.HaveHeader("request-id"),
            "expected the header request-id on the 200, but GET /v1/models came to none");
        Fails(
            Of(404, "", ("request-id", "")),
            answer => answer.HaveHeader("request-id"),
            "expected the header request-id on the 404, but GET /v1/models came to an empty one");
    }

    [Test]
    public void A_media_type_is_compared_without_its_parameters()
    {
        Holds(Of(200, "", ("content-type", "Application/JSON; charset=utf-8")), answer => answer.HaveMediaType("application/json"));
        Fails(
            Of(200, "", ("content-type", "text/html")),
            answer => answer.HaveMediaType("application/json"),
            "expected content-type: application/json on the 200, but GET /v1/models came to content-type: text/html");
        Fails(
            Of(413, ""),
            answer => answer.HaveMediaType("application/json"),
            "expected content-type: application/json on the 413, but GET /v1/models came to no content-type");
        Fails(
            Of(200, "", ("content-type", new string('x', 90))),
            answer => answer.HaveMediaType("application/json"),
            $"*came to content-type: {new string('x', 80)}…");
        Fails(
            Of(200, "", ("content-type", new string('x', 80))),
            answer => answer.HaveMediaType("application/json"),
            $"*came to content-type: {new string('x', 80)}");
    }

    [Test]
    public void An_envelope_has_its_three_members()
    {
        Holds(Json(400, Refused), answer => answer.HaveErrorEnvelope());
        Holds(
            Json(400, """{"type":"error","error":{"type":"t","message":null},"request_id":null}"""), answer => answer.HaveErrorEnvelope());
        string[] others =
        [
            """{"type":"oops","error":{"type":"t","message":"m"}}""",
            """{"type":1,"error":{"type":"t","message":"m"}}""",
            """{"error":{"type":"t","message":"m"}}""",
            """{"type":"error"}""",
            """{"type":"error","error":"t"}""",
            """{"type":"error","error":{"message":"m"}}""",
            """{"type":"error","error":{"type":7,"message":"m"}}""",
            """{"type":"error","error":{"type":"t"}}""",
            "[]",
        ];
        foreach (var body in others)
        {
            Fails(
                Json(400, body),
                answer => answer.HaveErrorEnvelope(),
                """expected {"type":"error","error":{"type":…,"message":…}} on the 400, but GET /v1/models came to """ + body);
        }
    }

    [Test]
    public void A_body_that_is_no_JSON_is_not_judged_by_its_envelope()
    {
        var judging = () => Of(502, "<html>").Should().HaveErrorEnvelope();

        judging.Should().Throw<NotJudgedException>().WithMessage("the body of the 502 is no JSON: see content.error-json");
    }

    [Test]
    public void What_decided_is_marked()
    {
        Fails(Of(200, "", ("request-id", "")), answer => answer.HaveHeader("request-id"), "*an empty one");
        CaseContext.Current.Judgements[^1].Marks.Should().Equal(new Mark(MarkedPart.Header, "request-id"));
        Fails(Of(200, ""), answer => answer.HaveHeader("request-id"), "*none");
        CaseContext.Current.Judgements[^1].Marks.Should().Equal(new Mark(MarkedPart.MissingHeader, "request-id"));
        Fails(Json(200, """{"a":"b"}"""), answer => answer.HoldOfBody(false, "a", "b", "\"b\""), "*");
        CaseContext.Current.Judgements[^1].Marks.Should().Equal(new Mark(MarkedPart.Text, "\"b\""));
        Fails(Json(200, "{}"), answer => answer.HoldOfBody(false, "a", "b", "c"), "*");
        CaseContext.Current.Judgements[^1].Marks.Should().Equal(new Mark(MarkedPart.Body));
    }

    [Test]
    public void What_came_is_said_in_a_few_words()
    {
        Json(401, Refused).Should().Came().Should().Be("401 authentication_error");
        Json(200, "{}").Should().Came().Should().Be("200");
        Of(413, "<html>", ("content-type", "text/html")).Should().Came().Should().Be("413 text/html");
        Of(413, "x").Should().Came().Should().Be("413 without a content-type");
        Of(413, "").Should().Came().Should().Be("413 with an empty body");
        Of(400, """{"error":{"type":"t"}}""", ("content-type", "text/plain")).Should().Came().Should().Be("400 t");
        Without(Outcome.Reset).Should().Came().Should().Be("reset");
        (Without(Outcome.Reset) with { Detail = "it was reset" }).Should().Came().Should().Be("it was reset");
    }

    private static void Holds(Exchange exchange, Func<ExchangeAssertions, AndConstraint<ExchangeAssertions>> assertion) =>
        assertion(exchange.Should()).And.Subject.Should().BeSameAs(exchange);

    private static void Fails(Exchange exchange, Func<ExchangeAssertions, AndConstraint<ExchangeAssertions>> assertion, string message) =>
        ((Action)(() => assertion(exchange.Should()))).Should().Throw<AssertionException>().WithMessage(Capital(message));

    private static string Capital(string message) => char.ToUpperInvariant(message[0]) + message[1..];
}
