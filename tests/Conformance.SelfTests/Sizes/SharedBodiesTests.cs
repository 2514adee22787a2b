using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Sizes;

/// <summary>A large body is sent once a run, whatever the number of rules that look at what comes of it.</summary>
public sealed class SharedBodiesTests
{
    [Test]
    public async Task A_refused_body_that_went_out_whole_serves_the_request_after_it_as_well()
    {
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions()));

        var run = await JudgedRun.Of(
            server.BaseUrl.AbsoluteUri, new Dictionary<string, string> { ["Rules"] = "size.*", ["Operations"] = "*" });

        run.ExitCode.Should().Be(0, run.Reasons());
        var results = run.Results;
        var refused = results.Exchanges
            .Where(exchange => exchange.Response?.Status == 413 && IsChunked(exchange) && WentOutFirst(exchange.Timings))
            .GroupBy(exchange => (exchange.Request.Url, exchange.Request.Body!.Bytes))
            .ToList();
        refused.Should().NotBeEmpty().And.OnlyContain(group => group.Count() == 1);
        foreach (var exchange in refused.Select(group => group.Single()))
        {
            var rules = results.Cases.Where(one => one.Exchanges.Contains(exchange.Id)).Select(one => one.Rule).ToList();
            rules.Should().Contain(["size.over-limit", "size.answer-delivered", "size.next-request"]);
        }
    }

    private static bool WentOutFirst(TimingInfo timings) => timings.SentMs <= timings.AnsweredMs;

    private static bool IsChunked(ExchangeInfo exchange) => exchange.Request.Headers.Any(header => header.Name == "transfer-encoding");
}
