using System.Globalization;
using Conformance.SelfTests.Detection;
using Conformance.SelfTests.FromBothSides;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Cli;

/// <summary><c>conformance serve --gateway</c>.</summary>
public sealed class ServingTheGateway
{
    private const string Listening = "Listening on ";

    [Test]
    public async Task What_is_sent_through_it_arrives_unchanged()
    {
        var run = await Judged();

        run.Broken.Should().BeEmpty(run.Reasons());
        run.ShouldBeJudged();
        run.Results.Exchanges.Should().Contain(exchange => exchange.Upstream != null && exchange.Upstream.Count == 1);
    }

    [Test]
    public async Task It_deviates_where_it_is_told_to()
    {
        var run = await Judged("--deviation", "forward-version-pinned");

        run.Broken.Keys.Should().BeEquivalentTo(["forward.version"], run.Reasons());
    }

    [Test]
    public async Task An_upstream_that_is_no_address_is_refused_in_one_line()
    {
        var served = await Command.Run(TestDirectory.Create(), "serve", "--gateway", "nowhere");

        served.ExitCode.Should().Be(2, served.Output);
        served.Errors.TrimEnd().Split('\n').Should().ContainSingle().Which.Should().Contain("'nowhere' is not an address to forward to");
    }

    private static async Task<JudgedRun> Judged(params string[] arguments)
    {
        var upstream = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));
        using var process = Command.Start(
            TestDirectory.Create(), ["serve", "--gateway", upstream.AbsoluteUri, "--urls", "http://127.0.0.1:0", .. arguments]);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync();
            line.Should().StartWith(Listening);
            return await JudgedGateway.Through(
                new Uri(line![Listening.Length..]), upstream, ("KeyPassThrough", "true"), ("Operations", "messages.create,models.list"),
                ("Rules", "forward.version,forward.body-bytes,relay.error-4xx,relay.incremental"));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }
}
