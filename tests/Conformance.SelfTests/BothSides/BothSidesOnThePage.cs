using AngleSharp.Html.Parser;
using Conformance.Reporting;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.FromBothSides;

/// <summary>The page shows a finding with both sides, and marks what differs.</summary>
public sealed class BothSidesOnThePage
{
    [Test]
    public async Task A_beta_that_was_added_and_a_query_that_was_dropped_are_marked()
    {
        var run = await JudgedGateway.Run(
            options => options with { Deviations = ["forward-beta-added", "forward-query-dropped"] },
            ("Rules", "forward.beta,forward.path-query"),
            ("Operations", "messages.create"));
        var directory = TestDirectory.Create();
        await ReportSet.WriteAsync(run.Results, directory, new ReportOptions { Environment = _ => null });

        using var page = new HtmlParser().ParseDocument(await File.ReadAllTextAsync(Path.Combine(directory, "index.html")));

        page.QuerySelectorAll("h4").Should().Contain(title => title.TextContent.Contains("Behind the gateway"));
        var marked = page.QuerySelectorAll("pre.wire mark").Select(mark => mark.TextContent).ToList();
        marked.Should().Contain(text => text.Contains("messages-2023-12-15"));
        marked.Should().Contain(text => text.StartsWith("POST /v1/messages HTTP/1.1"));
        page.QuerySelectorAll("pre.wire").Should().NotContain(
            wire => wire.TextContent.Contains("and no end"), "every body arrived whole");
    }

    [Test]
    public async Task Of_an_event_that_is_another_the_word_that_differs_is_named_and_marked()
    {
        var run = await JudgedGateway.Run(
            options => options with { Deviations = ["relay-event-model-renamed"] },
            ("Rules", "relay.event-sequence"),
            ("Operations", "messages.create"));
        var directory = TestDirectory.Create();
        await ReportSet.WriteAsync(run.Results, directory, new ReportOptions { Environment = _ => null });

        using var page = new HtmlParser().ParseDocument(await File.ReadAllTextAsync(Path.Combine(directory, "index.html")));

        run.Reasons().Should().Contain(
            "message_start with other data: /message/model is \"claude\" in place of \"claude-conformance\"");
        page.QuerySelectorAll("pre.wire mark").Select(mark => mark.TextContent).Should().Contain("-conformance");
    }
}
