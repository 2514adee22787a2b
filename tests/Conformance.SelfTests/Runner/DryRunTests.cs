using Conformance.Reference;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Runner;

/// <summary>A dry run under <c>dotnet test</c>, which shows of a green run nothing that it wrote.</summary>
public sealed class DryRunTests
{
    [Test]
    public async Task Shows_the_plan_and_sends_nothing()
    {
        await using var target = RawServer.Start(_ => Task.CompletedTask);

        var run = await DotnetTest.Run(
            ("BaseUrl", target.Url.AbsoluteUri), ("DryRun", "true"), ("Operations", "messages.*,organization.get"));

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        target.Connections.Should().Be(0, "nothing may be sent");
        run.Output.Should().Contain("nothing was sent").And.Contain(target.Url.Authority)
            .And.MatchRegex("plan +[0-9,]+ cases, about [0-9,]+ requests, up to [0-9.,]+ [MG]B of bodies, about [0-9]+ billable calls")
            .And.MatchRegex("skip +[0-9,]+ × not claimed").And.NotContain(ReferenceKeys.Api);
        run.HasResults.Should().BeFalse();
    }
}
