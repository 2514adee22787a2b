using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using Conformance.Suite.Preflight;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Conformance.SelfTests.FirstContact;

/// <summary>What a run says before its first case, and what it says instead of sending anything.</summary>
public sealed class AnnouncementTests
{
    [Test]
    public async Task It_says_what_was_found_and_what_is_to_come()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var run = await FirstContactRun.With(server.BaseUrl, ("RequestsPerSecond", "1000"), ("Rules", "auth.*"));

        var text = string.Join('\n', run.Announcement);
        text.Should().Contain($"{server.BaseUrl.AbsoluteUri.TrimEnd('/')}, without TLS; HTTP/1.1 and HTTP/2")
            .And.Contain("taken in x-api-key and as bearer").And.Contain("at hand: API key, admin key, OAuth token with org:admin")
            .And.Contain("Messages 2 of 2, Batches 6 of 6, Models 2 of 2").And.Contain("Admin API 85 of 85")
            .And.Contain("(the first Claude model that models.list names)")
            .And.MatchRegex("[0-9,]+ cases, about [0-9,]+ requests, .* billable calls; about [0-9]+ (s|min).*1000 per second");
        text.Should().NotContain(ReferenceKeys.Api).And.NotContain(ReferenceKeys.Admin);
    }

    [Test]
    public async Task The_requests_that_it_foretells_are_about_those_that_are_sent()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var run = await FirstContactRun.With(
            server.BaseUrl, ("Rules", "auth.*,version.*,content.*,error.*"), ("Operations", "messages.*,models.*,files.*,batches.*"));
        var plan = RunPlan.Of(run);

        await run.JudgeAll();

        run.Result().Requests.Should().BeInRange(plan.Requests * 2 / 3, plan.Requests * 4 / 3);
    }

    [Test]
    public void A_slow_answer_is_waited_for_whatever_else_is_quick()
    {
        var settings = new RunSettings { SlowAnswer = TimeSpan.FromSeconds(65) };
        var (slow, quick) = (Of("relay.silent"), Of("relay.body"));

        slow.Requests.Should().BeGreaterThan(1, "the case has a request of its own beside the operation's");
        slow.Duration(TimeSpan.FromMilliseconds(1), 16, null).Should().Be(settings.SlowAnswer!.Value);
        quick.Duration(TimeSpan.FromMilliseconds(1), 16, null).Should().BeLessThan(TimeSpan.FromSeconds(1));

        RunPlan Of(string rule) => RunPlan.Of([.. Catalogue.Cases.Where(one => one.Rule.Id == rule)], settings);
    }

    [Test]
    public async Task A_dry_run_says_the_plan_and_sends_nothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);

        var run = await SuiteProcess.Run(
            ("BaseUrl", relay.Url.AbsoluteUri), ("DryRun", "true"), ("Operations", "messages.*,organization.get"));

        run.ExitCode.Should().Be(0, run.Errors);
        relay.Connections.Should().Be(0);
        run.Output.Should().Contain("nothing was sent").And.Contain("about").And.Contain("requests")
            .And.Contain("× not claimed").And.Contain("× no API key: set CONFORMANCE_API_KEY")
            .And.Contain("× no admin key: set CONFORMANCE_ADMIN_API_KEY");
        run.HasResults.Should().BeFalse();
    }

    [Test]
    public async Task A_Claude_model_goes_before_those_that_are_listed_before_it()
    {
        await using var server = await SmallServer.Start(http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.StatusCode = http.Request.Path == "/v1/models" ? 200 : 404;
            return http.Response.WriteAsync("""{"data":[{"id":"gpt-4"},{"id":"us.anthropic.claude-a"},{"id":"claude-b"}]}""");
        });
        await using var run = await FirstContactRun.With(server.Url, ("Operations", "models.list"));

        run.Announcement.Should().ContainSingle(
            line => line.Contains("us.anthropic.claude-a (the first Claude model that models.list names)"));
    }

    [Test]
    public async Task A_target_that_is_silent_once_is_not_given_up()
    {
        var requests = 0;
        await using var server = await SmallServer.Start(async http =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                // As long as the client waits: it hangs up, and that ends this.
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }

            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("""{"data":[{"id":"claude-a"}]}""");
        });
        await using var run = await FirstContactRun.With(server.Url, ("Operations", "models.list"), ("Timeout", "1s"));

        run.IsReached.Should().BeTrue(run.Result().NotJudged);
    }

    [Test]
    public async Task Prompt_is_the_message_of_every_probe_and_leaves_out_what_needs_another()
    {
        var run = await SuiteProcess.Run(
            ("Prompt", "Say \"hello\"\u00e4"),
            ("Operations", "messages.*"),
            ("Rules", "content.json-accepted,content.response-json,error.unknown-model,stream.*"));

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        run.Deciding("content.response-json:messages.create").Request.Body!.Text.Should()
            .Contain("Say \\u0022hello\\u0022\\u00E4").And.NotContain("\"Hi\"");
        run.Deciding("error.unknown-model:messages.create").Request.Body!.Text.Should()
            .Contain("hello").And.Contain("claude-conformance-no-such-model");
        run.Deciding("stream.content-type:messages.create").Request.Body!.Text.Should().Contain("hello").And.NotContain("Count from one");
        string[] left =
            [
                "content.json-accepted:messages.create[unicode]", "content.json-accepted:messages.create[escapes]",
                "stream.not-buffered:messages.create"
            ];
        foreach (var id in left)
        {
            run.Case(id).Reason!.Kind.Should().Be(ReasonKind.NotClaimed);
            run.Case(id).Message.Should().Contain("Prompt");
        }

        run.Case("content.json-accepted:messages.create[key-order]").Verdict.Should().Be(Verdict.Pass);
    }
}
