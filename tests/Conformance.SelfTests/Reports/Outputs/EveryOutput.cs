using System.Text.Json;
using Conformance.Reporting;
using Conformance.Reporting.Ci;
using Conformance.Reporting.Comparisons;
using Conformance.Reporting.Json;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary>What holds for all outputs of a run.</summary>
public sealed class EveryOutput
{
    [TestCaseSource(typeof(SampleReports), nameof(SampleReports.Names))]
    public async Task No_character_that_acts_or_hides_is_in_any_of_them(string name)
    {
        var directory = await SampleReports.DirectoryOf(name);

        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => Unseen.Characters().IsMatch(File.ReadAllText(file)))
            .Should().BeEmpty();
        Unseen.Entities().IsMatch(await File.ReadAllTextAsync(Path.Combine(directory, "index.html"))).Should().BeFalse();
    }

    [Test]
    public async Task They_are_the_documented_files()
    {
        var names = Directory.EnumerateFileSystemEntries(await SampleReports.DirectoryOf("green")).Select(Path.GetFileName);

        names.Should().BeEquivalentTo("results.json", "index.html", "junit.xml", "summary.md", "badge.json", "allure-results");
    }

    [Test]
    public async Task One_that_cannot_be_written_does_not_take_the_others_with_it()
    {
        var directory = TestDirectory.Create();
        Directory.CreateDirectory(Path.Combine(directory, "junit.xml"));

        var written = await ReportSet.WriteAsync(SampleRuns.Green.Sparse(), directory);

        written.Failures.Should().ContainSingle().Which.Output.Should().Be("junit.xml");
        foreach (var other in new[] { "results.json", "index.html", "summary.md", "badge.json" })
        {
            new FileInfo(Path.Combine(directory, other)).Length.Should().BePositive();
        }
    }

    [TestCase("green")]
    [TestCase("broken")]
    public void Results_are_read_as_they_were_written(string name)
    {
        var run = SampleReports.Run(name);

        var read = ResultsJson.Read(ResultsJson.Write(run));

        ResultsJson.Write(read).Should().Be(ResultsJson.Write(run));
        read.Summary.Should().Be(run.Summary);
        read.Cases.Should().HaveCount(run.Cases.Count);
        read.Cases[^1].Should().BeEquivalentTo(run.Cases[^1], options => options.Excluding(result => result.Observed));
    }

    [TestCase("green", "kept", "brightgreen")]
    [TestCase("broken", "40 promises broken", "red")]
    public async Task The_badge_has_the_schema_of_shields_and_the_colour_of_the_verdict(string name, string message, string colour)
    {
        var badge = JsonDocument.Parse(await File.ReadAllTextAsync(await SampleReports.FileOf(name, "badge.json"))).RootElement;

        badge.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("schemaVersion", "label", "message", "color");
        badge.GetProperty("schemaVersion").GetInt32().Should().Be(1);
        badge.GetProperty("message").GetString().Should().Contain(message);
        badge.GetProperty("color").GetString().Should().Be(colour);
    }

    [TestCase("broken")]
    [TestCase("hostile")]
    [TestCase("forged")]
    public void Annotations_are_one_command_each_and_ten_of_a_kind_at_most(string name)
    {
        var lines = GitHubAnnotations.Of(SampleReports.Run(name));

        lines.Should().OnlyContain(line => !line.Contains('\n') && !line.Contains('\r') && !Unseen.Characters().IsMatch(line));
        lines.Should()
            .OnlyContain(
                line =>
                    line.StartsWith("::error title=", StringComparison.Ordinal)
                        || line.StartsWith("::warning title=", StringComparison.Ordinal));
        lines.Select(line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..line.IndexOf("::", 2, StringComparison.Ordinal)])
            .Should().OnlyContain(title => !title.Contains(':') && !title.Contains(','));
        lines.CountBy(line => line.StartsWith("::error", StringComparison.Ordinal)).Should()
            .OnlyContain(kind => kind.Value <= GitHubAnnotations.Most);
        lines.Where(line => line.StartsWith("::error", StringComparison.Ordinal)).Last().Should().Contain(" more::");
    }

    [Test]
    public void A_comparison_as_Markdown_holds_nothing_of_a_target_that_acts()
    {
        var markdown = ComparisonMarkdown.Of(SampleComparisons.Of("hostile"));

        Unseen.Characters().IsMatch(markdown).Should().BeFalse();
        Unseen.Commands().IsMatch(markdown).Should().BeFalse();
        SummaryFiles.ShouldBeInert(SummaryFiles.Render(markdown));
    }

    [Test]
    public void Ten_annotations_never_say_less_than_the_summary()
    {
        var run = SampleRuns.Broken;

        var line = GitHubAnnotations.Of(run).Last(line => line.StartsWith("::error", StringComparison.Ordinal));

        // 40 broken rules and one that was not judged; nine are named.
        line.Should().StartWith("::error title=32 more::");
        RunVerdict.Of(run).Sentence.Should().StartWith("40 promises broken");
    }
}
