using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;
using Conformance.SelfTests.Detection;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Rules;

/// <summary>A rule whose subject is not there does not pass: it fails, or is skipped with the reason.</summary>
public sealed class AbsentSubjectTests
{
    private static IEnumerable<TestCaseData> Absent
    {
        get
        {
            yield return Of("request-id-absent", "headers.request-id*", "stream.request-id*", "error.request-id-in-body-matches:*");
            yield return Of("organization-id-absent", "headers.organization-id*", "stream.organization-id*");
            yield return Of("headers-renamed", "headers.always-present:*");
            yield return Of(
                "list-data-missing+page-data-missing",
                "shape.list-by-id:batches.list", "shape.list-by-page:*", "shape.batch:*", "shape.file:*", "shape.skill:*");
            yield return Of("sse-as-json", "stream.utf8:*", "stream.index:*", "shape.stream-*");
            yield return Of("sse-message-start-dropped", "stream.index:*", "shape.stream-*");
            yield return Of("stream-latin-1", "stream.index:*", "shape.stream-*");
            yield return Of("message-id-missing", "shape.message-id-format:*");
            yield return Of("usage-missing", "shape.message-usage:*");
            yield return Of("organization-id-missing", "headers.organization-id-is-the-keys:*");
            yield return Of(
                "limit-absent",
                "size.over-limit:*", "size.error-*", "size.envelope:*", "size.edge:*",
                "size.declared-only:*", "size.completions:*", "headers.*-on-413:*");
            yield return Of(
                "upload-refused",
                "size.ladder:files.upload*", "size.at-limit:files.upload*", "size.over-limit:files.upload*", "size.own-limit:files.upload",
                "content.framing:files.upload*");
            yield return Of("chunked-refused", "size.ladder:*chunked]", "size.at-limit:*chunked]", "size.over-limit:*chunked]");
            yield return Of("http2-bodies-refused", "size.at-limit:messages.create?http2]", "size.over-limit:messages.create?http2]");
            yield return Of(
                "error-text-html",
                "error.envelope:*", "error.type-matches-status:*", "error.message-is-text:*", "error.request-id-in-body-matches:*",
                "auth.missing-key:*", "auth.invalid-key:*", "auth.near-key:*", "version.missing:*", "version.unknown:*",
                "error.unknown-*", "error.wrong-method:*", "content.malformed-json:*");
            yield return Of("failure-status-shape", "error.type-matches-status:*", "error.message-is-text:*");
            yield return Of(
                "count-tokens-404",
                "shape.count-tokens:*", "content.json-accepted:messages.count_tokens*", "version.forwarded:messages.count_tokens",
                "content.upload-accepted:messages.count_tokens",
                "content.framing:messages.count_tokens*", "size.*:messages.count_tokens*");
            yield return Of("files-need-beta", "shape.file:*", "shape.list-by-page:files.list");
        }
    }

    // What even such an answer keeps: valid requests, however they are spelled, are answered alike and with the documented status,
    // and nothing is told that is not so.
    private static readonly string[] Kept =
    [
        "auth.bearer-accepted", "auth.both-agreeing", "auth.header-name-case", "auth.valid-key", "content.body-parses",
        "content.charset-accepted", "content.encoding-not-unasked", "content.encoding-truthful", "content.error-json", "content.framing",
        "content.json-accepted", "content.response-json", "content.upload-accepted", "error.never-2xx", "error.operation-served",
        "route.beta-query-neutral", "security.key-not-echoed", "security.no-redirect", "size.answer-delivered", "size.at-limit",
        "size.ladder", "size.next-request", "stream.only-when-asked", "version.accepted", "version.known-beta-accepted",
        "version.newest-accepted", "version.other-clients-beta-accepted",
    ];

    private static IEnumerable<TestCaseData> Blank
    {
        get
        {
            yield return Blanked("an empty object", 200, "application/json", "{}");
            yield return Blanked("an empty object as a refusal", 400, "application/json", "{}");
        }
    }

    [TestCaseSource(nameof(Absent))]
    public async Task No_rule_passes_without_its_subject(string deviations, string[] cases)
    {
        var run = await JudgedRun.Of(
            await DetectionServers.At([.. deviations.Split('+').Select(Deviations.Find)]), new Dictionary<string, string>());

        foreach (var pattern in cases.Select(text => new Glob(text)))
        {
            var judged = run.Results.Cases.Where(one => pattern.Matches(one.Id)).ToList();
            judged.Should().NotBeEmpty("{0} names cases", pattern);
            judged.Should().NotContain(one => one.Verdict == Verdict.Pass, "{0} has nothing to judge", pattern);
        }
    }

    [TestCaseSource(nameof(Blank))]
    public async Task Hardly_a_rule_passes_on_a_target_that_says_nothing(int status, string? contentType, string body)
    {
        await using var target = await BlankTarget.Start(status, contentType, body);

        var run = await JudgedRun.Of(
            target.BaseUrl.ToString().TrimEnd('/'), new Dictionary<string, string> { ["Model"] = "claude-haiku-4-5" });

        run.Results.NotJudged.Should().BeNull("the rules are judged at all");
        run.Results.Cases.Where(one => one.Verdict == Verdict.Pass).Select(one => one.Rule).Distinct().Should().BeSubsetOf(Kept);
    }

    private static TestCaseData Of(string deviations, params string[] cases) =>
        new TestCaseData(deviations, cases).SetArgDisplayNames(deviations);

    private static TestCaseData Blanked(string name, int status, string? contentType, string body) =>
        new TestCaseData(status, contentType, body).SetArgDisplayNames(name);
}
