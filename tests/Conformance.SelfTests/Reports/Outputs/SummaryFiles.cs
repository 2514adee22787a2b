using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Conformance.Reporting.Ci;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using FluentAssertions;
using Markdig;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary><c>summary.md</c> as a CommonMark library renders it, with every extension that a forge may have.</summary>
public sealed class SummaryFiles
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseAdvancedExtensions().UseEmojiAndSmiley().Build();

    [TestCaseSource(typeof(SampleReports), nameof(SampleReports.Names))]
    public async Task Nothing_of_a_target_acts_in_it(string name)
    {
        var markdown = await File.ReadAllTextAsync(await SampleReports.FileOf(name, "summary.md"));

        Unseen.Commands().IsMatch(markdown).Should().BeFalse();
        var page = Render(markdown);
        ShouldBeInert(page);
        page.QuerySelectorAll("h1").Should().ContainSingle().Which.TextContent.Should().Be("Claude API contract");
        foreach (var table in page.QuerySelectorAll("table"))
        {
            var columns = table.QuerySelectorAll("thead th").Length;
            table.QuerySelectorAll("tbody tr").Should().OnlyContain(row => row.Children.Length == columns);
        }
    }

    [Test]
    public async Task It_says_the_verdict_the_causes_and_what_was_not_judged()
    {
        var page = Render(await File.ReadAllTextAsync(await SampleReports.FileOf("broken", "summary.md")));

        page.QuerySelector("strong")!.TextContent.Should().Be(RunVerdict.Of(SampleRuns.Broken).Sentence + ".");
        page.QuerySelectorAll("h2").Select(heading => heading.TextContent).Should()
            .Equal("Broken promises", "Not judged", "Warnings", "Waived", "Skipped", "Changed since the baseline");
        Rows(page, 0).Should().ContainSingle().Which.Should().Equal(Counts(SampleRuns.Broken.Summary));
        var broken = Rows(page, 1);
        broken.Should().HaveCount(SampleRuns.BrokenRules);
        var rule = SampleRuns.Broken.Cases.Where(result => result.Rule == broken[0][0]).ToList();
        broken[0][3].Should().Be($"{rule.Count}");
        broken[0][5].Should().Be($"401 authentication_error ({broken[0][0]})");
        broken[0][6].Should().Be("expected 401 authentication_error, got 403 permission_error: \"No.\"");
        page.Body!.TextContent.Should().Contain("no key of the kind")
            .And.Contain(
                "(fault of the network, not the target): the target was lost in the middle of the run: the answer did not come within "
                    + "30 s");
    }

    [Test]
    public void It_says_what_changed_since_the_baseline()
    {
        var page = Render(MarkdownSummary.Of(SampleRuns.Broken, SampleRuns.Green));

        var changes = page.QuerySelectorAll("h2")[^1];
        changes.TextContent.Should().Be("Changed since the baseline");
        // A row is a rule on an operation, whatever its variants; a warning fails no build, so that it is not worse.
        var worse = SampleRuns.Broken.Cases.Where(result => result.Verdict is Verdict.Fail or Verdict.Error)
            .DistinctBy(result => (result.Rule, result.Operation)).Count();
        changes.NextElementSibling!.TextContent.Should().StartWith($"{worse:N0} worse, 0 better");
        Rows(page, page.QuerySelectorAll("table").Length - 1).Count.Should().BeGreaterThanOrEqualTo(SampleRuns.BrokenRules);
    }

    [Test]
    public async Task It_is_appended_to_the_summary_of_a_GitHub_job()
    {
        var directory = TestDirectory.Create();
        var job = Path.Combine(directory, "job.md");
        await File.WriteAllTextAsync(job, "before\n\n");

        await MarkdownSummary.WriteAsync(
            SampleRuns.Green, Path.Combine(directory, "summary.md"), environment: name => name == "GITHUB_STEP_SUMMARY" ? job : null);

        (await File.ReadAllTextAsync(job)).Should().StartWith("before\n\n# Claude API contract\n").And.Contain("✅");
    }

    /// <summary>Markdown as a page.</summary>
    internal static IDocument Render(string markdown) => new HtmlParser().ParseDocument(Markdown.ToHtml(markdown, Pipeline));

    /// <summary>Asserts that a page has text and tables and nothing that loads, links or runs.</summary>
    internal static void ShouldBeInert(IDocument page)
    {
        string[] plain = ["h1", "h2", "p", "strong", "code", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"];
        page.Body!.QuerySelectorAll("*").Select(element => element.LocalName).Distinct().Should().BeSubsetOf(plain);
        page.Body.QuerySelectorAll("*").SelectMany(element => element.Attributes).Select(attribute => attribute.Name).Distinct()
            .Should().BeSubsetOf(["id", "style"]);
        page.Body.QuerySelectorAll("[style]").Select(element => element.GetAttribute("style")!)
            .Where(style => !style.StartsWith("text-align:", StringComparison.Ordinal)).Should().BeEmpty();
    }

    private static List<List<string>> Rows(IDocument page, int table) =>
    [
        .. page.QuerySelectorAll("table")[table].QuerySelectorAll("tbody tr").Select(
            row => row.Children.Select(cell => cell.TextContent).ToList()),
    ];

    private static string[] Counts(Summary summary) =>
        [
            .. new[]
            {
                summary.Pass,
                summary.Fail,
                summary.Warn,
                summary.Error,
                summary.Skip,
                summary.Waived,
                summary.Info,
            }.Select(count => $"{count}")
        ];
}
