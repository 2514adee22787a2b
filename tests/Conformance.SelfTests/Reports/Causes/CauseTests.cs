using Conformance.Contract;
using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Causes;

/// <summary>What is one thing to mend, and what are two.</summary>
public sealed class CauseTests
{
    private static readonly HeaderInfo[] Html = [new("content-type", "text/html; charset=utf-8"), new("request-id", "req_1")];

    [Test]
    public void A_stripped_header_is_one_cause_whatever_rules_see_it()
    {
        CaseResult Missing(CaseResult result) =>
            result with { Came = "none", Expected = $"the header on {result.Rule}", Marks = [new(MarkedPart.MissingHeader, "Request-Id")] };
        var run = new SmallRun()
            .With("headers.request-id", "messages.create", Verdict.Fail, change: Missing)
            .With("headers.request-id-on-401", "models.list", Verdict.Fail, 401, change: Missing)
            .With("headers.request-id-on-413", "messages.create", Verdict.Warn, 413, change: Missing)
            .With(
                "headers.organization-id",
                "messages.create",
                Verdict.Fail,
                change: result => Missing(result) with { Marks = [new(MarkedPart.MissingHeader, "anthropic-organization-id")] })
            .Result;

        var causes = Cause.Of(run, Verdict.Fail);

        causes.Should().HaveCount(2);
        causes[0].Rules.Select(rule => rule.Id).Should().Equal("headers.request-id", "headers.request-id-on-401");
        causes[0].Lesser.Should().ContainSingle().Which.Rule.Should().Be("headers.request-id-on-413");
        Cause.Of(run, Verdict.Warn).Should().BeEmpty("the warning stands with the failure");
    }

    [Test]
    public void One_HTML_error_page_is_one_cause()
    {
        var run = new SmallRun()
            .With(
                "auth.missing-key",
                "messages.create",
                Verdict.Fail,
                502,
                "<html>",
                Html,
                result => result with { Came = "502 text/html", Expected = "401", Marks = [new(MarkedPart.Status)] })
            .With(
                "content.error-json",
                "models.list",
                Verdict.Fail,
                502,
                "<html>",
                Html,
                result => result with { Came = "text/html", Expected = "JSON", Marks = [new(MarkedPart.Header, "content-type")] })
            .With(
                "error.envelope",
                "files.list",
                Verdict.Fail,
                502,
                "<html>",
                Html,
                result => result with { Came = "no JSON", Expected = "an envelope", Marks = [new(MarkedPart.Body)] })
            .Result;

        Cause.Of(run, Verdict.Fail).Should().ContainSingle().Which.Rules.Should().HaveCount(3);
    }

    [Test]
    public void That_a_body_is_too_large_and_how_the_refusal_looks_are_two_causes()
    {
        var run = new SmallRun()
            .With(
                "size.at-limit",
                "messages.create",
                Verdict.Fail,
                413,
                "<html>",
                Html,
                result => result with { Came = "413 text/html", Expected = "200", Marks = [new(MarkedPart.Status)] })
            .With(
                "size.error-json",
                "messages.create",
                Verdict.Fail,
                413,
                "<html>",
                Html,
                result => result with { Came = "text/html", Expected = "JSON", Marks = [new(MarkedPart.Body)] })
            .Result;

        Cause.Of(run, Verdict.Fail).Should().HaveCount(2);
    }

    [Test]
    public void An_operation_that_is_not_there_is_one_cause_and_what_depends_on_it_hangs_below()
    {
        var small = new SmallRun();
        foreach (var operation in Operations.All.Where(operation => operation.Group == OperationGroup.Admin))
        {
            small.With(
                "error.operation-served",
                operation.Id,
                Verdict.Fail,
                404,
                change: result => result with { Came = "404", Expected = "an operation", Marks = [new(MarkedPart.Status)] });
            small.Without("auth.missing-key", operation.Id, Verdict.Skip, new Reason(ReasonKind.OtherRule, "error.operation-served"));
        }

        var cause = Cause.Of(small.Result, Verdict.Fail).Should().ContainSingle().Subject;

        var count = Operations.All.Count(operation => operation.Group == OperationGroup.Admin);
        cause.Places.Should().ContainSingle().Which.ToString().Should().Be($"Admin API: {count} of {count}");
        cause.Hidden.Should().HaveCount(count);
    }

    [Test]
    public void Variants_are_named_that_fail_where_others_pass()
    {
        CaseResult Variant(CaseResult result, string name) =>
            result with { Variant = name, Came = "200", Expected = "413", Marks = [new(MarkedPart.Status)] };
        var run = new SmallRun()
            .With("size.over-limit", "messages.create", Verdict.Fail, change: result => Variant(result, "chunked"))
            .With("size.over-limit", "messages.create", Verdict.Pass, 413, change: result => Variant(result, "content-length"))
            .Result;

        Cause.Of(run, Verdict.Fail).Should().ContainSingle().Which.OnlyVariants.Should().Equal("chunked");
    }

    [Test]
    public void The_case_that_says_most_stands_for_the_others()
    {
        CaseResult Early(CaseResult result) =>
            result with { Came = "413", Expected = "200", Marks = [new(MarkedPart.Status)], Message = "too early" };
        var run = new SmallRun()
            .With("size.ladder", "messages.create", Verdict.Fail, 413, "", change: Early)
            .With("size.ladder", "messages.count_tokens", Verdict.Fail, 413, """{"error":"entity too large"}""", change: Early)
            .With(
                "size.ladder",
                "batches.create",
                Verdict.Fail,
                413,
                "",
                change: result => Early(result) with { Observed = new() { ["limitLooksLike"] = "body-parser's 100kb" } })
            .Result;

        Cause.Of(run, Verdict.Fail).Should().ContainSingle().Which.Deciding.Operation.Should().Be("batches.create");
    }
}
