using System.Text.Json;
using Conformance.Reporting.Allure;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary><c>allure-results/</c>, file by file.</summary>
public sealed class AllureFiles
{
    [Test]
    public async Task Every_case_has_a_result_with_labels_parameters_a_link_steps_and_attachments()
    {
        var directory = Path.Combine(await SampleReports.DirectoryOf("broken"), "allure-results");
        var results = Directory.EnumerateFiles(directory, "*-result.json").Select(
            file => JsonDocument.Parse(File.ReadAllText(file)).RootElement).ToList();

        results.Should().HaveCount(SampleRuns.Broken.Cases.Count);
        results.Select(result => result.GetProperty("historyId").GetString()).Should().OnlyHaveUniqueItems();
        var one = SampleRuns.Broken.Cases.First(result => result is { Verdict: Verdict.Fail, Operation: not null });
        var failure = results.Single(
            result => result.GetProperty("name").GetString() == one.Id || result.GetProperty("fullName").GetString() == one.Id);
        failure.GetProperty("status").GetString().Should().Be("failed");
        failure.GetProperty("statusDetails").GetProperty("message").GetString().Should().Contain(one.Message);
        var labels = failure.GetProperty("labels").EnumerateArray().ToLookup(
            label => label.GetProperty("name").GetString(), label => label.GetProperty("value").GetString());
        labels.Select(label => label.Key).Should().Contain(["epic", "feature", "story", "severity", "suite", "owner"]);
        labels["owner"].Should().Equal("gateway-team");
        failure.GetProperty("parameters").EnumerateArray().Should().Contain(
            parameter => parameter.GetProperty("value").GetString() == one.Operation);
        failure.GetProperty("links").GetArrayLength().Should().BePositive();
        var step = failure.GetProperty("steps").EnumerateArray().Should().ContainSingle().Subject;
        var source = step.GetProperty("attachments")[0].GetProperty("source").GetString()!;
        File.ReadAllText(Path.Combine(directory, source)).Should().Contain("< HTTP/1.1 403 Forbidden").And.Contain("x-api-key: [redacted]");
        results.Count(result => result.GetProperty("status").GetString() == "broken").Should().Be(SampleRuns.Broken.Summary.Error);
    }

    [Test]
    public async Task No_two_cases_share_an_attachment_since_Allure_gives_it_to_one()
    {
        var directory = Path.Combine(await SampleReports.DirectoryOf("broken"), "allure-results");

        var sources = Directory.EnumerateFiles(directory, "*-result.json").Select(
            file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            .SelectMany(result => result.GetProperty("steps").EnumerateArray())
            .SelectMany(step => step.GetProperty("attachments").EnumerateArray())
            .Select(attachment => attachment.GetProperty("source").GetString()!)
            .ToList();

        sources.Should().NotBeEmpty().And.OnlyHaveUniqueItems();
        sources.Where(source => !File.Exists(Path.Combine(directory, source))).Should().BeEmpty();
    }

    [Test]
    public async Task A_waived_case_is_a_known_issue_and_no_pass()
    {
        var directory = Path.Combine(await SampleReports.DirectoryOf("broken"), "allure-results");
        var waived = SampleRuns.Broken.Cases.First(result => result.Verdict == Verdict.Waived);

        var result = Directory.EnumerateFiles(directory, "*-result.json").Select(
            file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            .Single(
                result => result.GetProperty("name").GetString() == waived.Id || result.GetProperty("fullName").GetString() == waived.Id);

        result.GetProperty("status").GetString().Should().NotBe("passed");
        result.GetProperty("statusDetails").GetProperty("known").GetBoolean().Should().BeTrue();
    }

    [Test]
    public async Task Environment_categories_and_executor_are_there()
    {
        var directory = TestDirectory.Create();
        var environment = new Dictionary<string, string>
        {
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_SERVER_URL"] = "https://github.example",
            ["GITHUB_REPOSITORY"] = "a/b",
            ["GITHUB_RUN_ID"] = "7",
        };

        await AllureResults.WriteAsync(SampleRuns.Hostile, directory, null, name => environment.GetValueOrDefault(name));

        (await File.ReadAllLinesAsync(Path.Combine(directory, "environment.properties"))).Should().OnlyContain(line => line.Contains('='));
        JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(directory, "categories.json"))).RootElement.GetArrayLength().Should().BePositive();
        var executor = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(directory, "executor.json"))).RootElement;
        executor.GetProperty("buildUrl").GetString().Should().Contain("https://github.example/a/b/actions/runs/7");
    }

    [Test]
    public async Task Results_of_an_earlier_run_go_and_files_of_others_stay()
    {
        var directory = TestDirectory.Create();
        await AllureResults.WriteAsync(SampleRuns.Broken.Sparse(), directory);
        await File.WriteAllTextAsync(Path.Combine(directory, "notes.txt"), "mine");

        var one = SampleRuns.Green with { Cases = [SampleRuns.Green.Cases[0]] };
        await AllureResults.WriteAsync(one, directory);

        Directory.GetFiles(directory, "*-result.json").Should().ContainSingle();
        File.Exists(Path.Combine(directory, "notes.txt")).Should().BeTrue();
    }
}
