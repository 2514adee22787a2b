using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using Conformance.Suite.Running;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Cli;

/// <summary><c>conformance report</c>, <c>rules</c> and <c>serve</c>.</summary>
public sealed class WritingAndListing
{
    [Test]
    public async Task A_report_is_written_again_with_what_changed_since_a_baseline()
    {
        var directory = await Command.DirectoryWith(("yesterday", SampleRuns.Green.Sparse()), ("today", SampleRuns.Broken.Sparse()));

        var written = await Command.Run(directory, "report", "today", "--baseline", "yesterday/results.json", "-o", "again");

        written.ExitCode.Should().Be(0, written.Errors);
        written.Output.Should().Contain(RunVerdict.Of(SampleRuns.Broken.Sparse()).Sentence);
        Directory.EnumerateFileSystemEntries(Path.Combine(directory, "again")).Should().HaveCount(6);
        (await File.ReadAllTextAsync(Path.Combine(directory, "again", "summary.md"))).Should().Contain("## Changed since the baseline");
        (await File.ReadAllTextAsync(Path.Combine(directory, "again", "results.json"))).Should()
            .Be(await File.ReadAllTextAsync(Path.Combine(directory, "today", "results.json")));
    }

    [Test]
    public async Task The_catalogue_lists_every_rule_of_the_suite([Values] bool markdown)
    {
        string[] arguments = markdown ? ["rules", "--markdown"] : ["rules"];

        var listed = await Command.Run(TestDirectory.Create(), arguments);

        listed.ExitCode.Should().Be(0, listed.Errors);
        Catalogue.Rules.Select(rule => rule.Id).Where(id => !listed.Output.Contains(id, StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Test]
    public async Task The_rules_of_a_run_are_listed_with_their_clauses()
    {
        var directory = await Command.DirectoryWith(("run", SampleRuns.Green.Sparse()));

        var columns = await Command.Run(directory, "rules", "run");
        var table = await Command.Run(directory, "rules", "run/results.json", "--markdown");

        columns.Output.TrimEnd().Split('\n').Should().HaveCount(SampleRuns.Green.Rules.Count);
        columns.Output.Should().MatchRegex(@"(?m)^auth\.missing-key +MUST +2024-06 +\S");
        table.Output.Should().StartWith("| rule | level |").And.Contain("Authentication");
    }

    [Test]
    public async Task The_reference_server_is_served_until_it_is_stopped()
    {
        using var process = Command.Start(TestDirectory.Create(), "serve", "--urls", "http://127.0.0.1:0");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync();
            line.Should().StartWith("Listening on http://127.0.0.1:");
            using var client = new HttpClient { BaseAddress = new Uri(line!["Listening on ".Length..]) };
            client.DefaultRequestHeaders.Add("x-api-key", ReferenceKeys.Api);
            client.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");

            var models = await client.GetAsync(new Uri("v1/models", UriKind.Relative));

            ((int)models.StatusCode).Should().Be(200);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }
}
