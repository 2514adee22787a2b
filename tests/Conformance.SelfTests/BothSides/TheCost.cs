using AngleSharp.Html.Parser;
using Conformance.Reporting;
using Conformance.Reporting.Costs;
using Conformance.SelfTests.Cli;
using Conformance.SelfTests.Detection;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.FromBothSides;

/// <summary>What a gateway costs stands on the page of a run, and side by side where several are compared.</summary>
public sealed class TheCost
{
    // What the stream of the rule comes to: 20 events.
    private const int Stream = 2_460;

    private static readonly Lazy<Task<JudgedRun>> Plain = new(() => JudgedGateway.Run(options => options, ("Rules", "relay.cost")));

    private static readonly Lazy<Task<JudgedRun>> Buffering = new(() =>
        JudgedGateway.Run(options => options with { Deviations = ["relay-stream-held"] }, ("Rules", "relay.cost")));

    [Test]
    public async Task It_is_recorded_in_every_figure()
    {
        var (plain, buffering) = (GatewayCost.Of((await Plain.Value).Results)!, GatewayCost.Of((await Buffering.Value).Results)!);

        plain.Request!.P95.Should().BeGreaterThanOrEqualTo(plain.Request.Median);
        plain.Event!.P95.Should().BeGreaterThanOrEqualTo(plain.Event.Median);
        plain.BodyMs.Should().BePositive();
        plain.ConnectionsPerRequest.Should().Be(1, "the reference gateway opens one for each");
        plain.HeldBytes.Should().Be(0);
        buffering.HeldBytes.Should().Be(Stream);
    }

    [Test]
    public async Task It_is_a_picture_on_the_page()
    {
        var directory = TestDirectory.Create();
        await ReportSet.WriteAsync((await Plain.Value).Results, directory, new ReportOptions { Environment = _ => null });

        using var page = new HtmlParser().ParseDocument(await File.ReadAllTextAsync(Path.Combine(directory, "index.html")));

        page.QuerySelectorAll("#costs svg circle").Should().HaveCount(3);
        page.QuerySelector("#costs svg title")!.TextContent.Should().Contain("Added to a request: ").And.NotContain("not measured");
        page.QuerySelector("#costs tbody td:last-child")!.TextContent.Should().Be("0");
    }

    [Test]
    public async Task Several_gateways_stand_side_by_side()
    {
        var directory = await Command.DirectoryWith(
            ("plain", (await Plain.Value).Results), ("buffering", (await Buffering.Value).Results));

        var compared = await Command.Run(directory, "compare", "plain", "buffering", "--output", "out");

        compared.ExitCode.Should().Be(0, compared.Errors);
        compared.Output.Should().Contain("plain costs: ").And.Contain("buffering costs: ");
        var markdown = await File.ReadAllTextAsync(Path.Combine(directory, "out", "comparison.md"));
        markdown.Should().Contain("| | plain | buffering |").And.Contain("| Bytes of a stream held back | 0 | 2,460 |");
        using var page = new HtmlParser().ParseDocument(await File.ReadAllTextAsync(Path.Combine(directory, "out", "comparison.html")));
        page.QuerySelectorAll("#costs svg circle").Should().HaveCount(6);
        page.QuerySelectorAll("#costs tbody th").Select(name => name.TextContent).Should().Equal("plain", "buffering");
    }
}
