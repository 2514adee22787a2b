using Conformance.SelfTests.FirstContact;
using Conformance.SelfTests.Hostile;
using Conformance.Suite.Running;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Conformance.SelfTests.Runner;

/// <summary>What a long run says of itself while it goes on.</summary>
public sealed class ProgressTests
{
    [Test]
    public void A_line_says_how_much_is_done_how_fast_and_how_long_it_still_takes() =>
        Progress.Line(250, 1_000, 600, TimeSpan.FromSeconds(30), TimeSpan.Zero).Should().Be(
            "250 of 1,000 cases judged, 600 of about 2,400 requests sent, 20.0/s, about 90 s left");

    [Test]
    public void A_line_says_how_long_requests_wait_to_be_repeated() =>
        Progress.Line(250, 1_000, 600, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(61)).Should().Be(
            "250 of 1,000 cases judged, 600 of about 2,400 requests sent, 5.0/s, about 6 min left; "
            + "requests to repeat (429, 503, 529 or no connection) waited 61 s");

    [Test]
    public void Before_the_first_case_is_judged_nothing_is_foretold() =>
        Progress.Line(0, 1_000, 20, TimeSpan.FromSeconds(10), TimeSpan.Zero).Should().Be(
            "0 of 1,000 cases judged, 20 of about 20 requests sent, 2.0/s");

    [Test]
    public async Task A_run_speaks_after_a_while_and_names_the_429_that_it_waits_for()
    {
        var refused = 0;
        await using var server = await SmallServer.Start(async http =>
        {
            http.Response.ContentType = "application/json";
            if (Interlocked.Exchange(ref refused, 1) == 0)
            {
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                http.Response.Headers.RetryAfter = "1";
            }

            await http.Response.WriteAsync("""{"data":[{"id":"claude-a"}]}""");
        });
        await using var run = await FirstContactRun.With(server.Url, ("Operations", "models.list"), ("Rules", "auth.*"));
        List<string> said = [];
        var time = new ManualTime();
        using var progress = new Progress(run, said.Add, Progress.InLogs, time);
        await run.JudgeAll();

        time.Advance(Progress.InLogs - TimeSpan.FromSeconds(1));
        said.Should().BeEmpty("a run that is soon over is not spoken of");
        time.Advance(TimeSpan.FromSeconds(1));

        said.Should().ContainSingle().Which.Should().MatchRegex(@"^(\d+) of \1 cases judged, \d+ of about \d+ requests sent, [\d,.]+/s")
            .And.MatchRegex(@"requests to repeat \(429, 503, 529 or no connection\) waited \d+ s$");
    }
}
