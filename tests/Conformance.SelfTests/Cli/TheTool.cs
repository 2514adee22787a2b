using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Cli;

/// <summary>Help and refusals of <c>conformance</c>.</summary>
public sealed class TheTool
{
    [TestCase("compare", "direct=runs/api gateway=runs/gw", "1  a later run fails")]
    [TestCase("merge", "shard-1/results.json", "2  the files are not shards")]
    [TestCase("report", "--baseline", "0  every output is written")]
    [TestCase("rules", "--markdown", "0  the rules are listed")]
    [TestCase("serve", "--urls http://127.0.0.1:0", "2  the address")]
    public async Task The_help_of_a_command_has_examples_and_exit_codes(string command, string example, string exitCode)
    {
        var help = await Command.Run(TestDirectory.Create(), command, "--help");

        help.ExitCode.Should().Be(0, help.Errors);
        help.Output.Should().ContainAll("Examples:", "Exit codes:", example, exitCode);
        help.Errors.Should().BeEmpty();
    }

    [Test]
    public async Task The_help_names_every_command()
    {
        var help = await Command.Run(TestDirectory.Create(), "--help");

        help.ExitCode.Should().Be(0);
        help.Output.Should().ContainAll("compare", "merge", "report", "rules", "serve", "Examples:");
    }

    [TestCase("comparee", "'comparee' is not known here")]
    [TestCase("", "--help explains")]
    [TestCase("compare", "--help explains")]
    [TestCase("compare green", "a comparison needs at least two runs")]
    [TestCase("compare green missing.json", "there is no file missing.json")]
    [TestCase("compare green broken.json", "broken.json")]
    [TestCase("report missing", "there is no file missing")]
    [TestCase("report other.json", "other.json")]
    [TestCase("merge green elsewhere", "these are not shards of one run")]
    [TestCase("rules missing", "there is no file missing")]
    [TestCase("report green --output green/results.json", "green/results.json")]
    [TestCase("serve --urls nonsense", "'nonsense' is not an address")]
    [TestCase("serve --urls http://192.0.2.1:1", "192.0.2.1")]
    public async Task What_cannot_be_done_is_said_in_one_line(string arguments, string because)
    {
        var directory = await Command.DirectoryWith(
            ("green", SampleRuns.Green.Sparse()), (
                "elsewhere", SampleRuns.Green.Sparse() with { Target = new TargetInfo("https://elsewhere.example", false, [], []) }));
        await File.WriteAllTextAsync(Path.Combine(directory, "broken.json"), "{ \"schema\": 1,");
        await File.WriteAllTextAsync(Path.Combine(directory, "other.json"), """{ "name": "something else" }""");

        var refused = await Command.Run(directory, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        refused.ExitCode.Should().Be(2, refused.Output);
        refused.Errors.TrimEnd().Split('\n').Should().ContainSingle().Which.Should().StartWith("conformance: ").And.Contain(because);
        refused.Errors.Should().NotContain("   at ").And.NotContain("Exception");
    }
}
