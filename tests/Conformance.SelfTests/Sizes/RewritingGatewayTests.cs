using System.Net;
using Conformance.Gateway;
using Conformance.Reference;
using Conformance.Reporting.Html;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Sizes;

/// <summary>A gateway that parses bodies and writes them again takes the white space out: what is too large arrives small.</summary>
public sealed class RewritingGatewayTests
{
    [Test]
    public async Task It_is_named_where_the_two_paddings_are_answered_differently()
    {
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions()));
        await using var gateway = await ReferenceGateway.StartAsync(
            new ReferenceGatewayOptions(server.BaseUrl) { Deviations = ["forward-body-rewritten"] });

        var run = await JudgedRun.Of(
            gateway.BaseUrl.AbsoluteUri,
            new Dictionary<string, string>(ExactLimits.Settings)
            {
                ["Rules"] = "size.over-limit,content.*",
                ["Operations"] = "messages.create",
            });

        var spaces = run.Results.Cases.Single(one => one.Id == "size.over-limit:messages.create[content-length]");
        spaces.Verdict.Should().Be(Verdict.Fail, run.Reasons());
        spaces.Observed["rewritesBodies"]!.GetValue<bool>().Should().BeTrue();
        run.Results.Cases.Single(one => one.Id == "size.over-limit:messages.create[content]").Verdict.Should().Be(Verdict.Pass);
        WebUtility.HtmlDecode(await HtmlReport.RenderAsync(run.Results)).Should()
            .Contain("bodies are parsed and written again on the way");
    }
}
