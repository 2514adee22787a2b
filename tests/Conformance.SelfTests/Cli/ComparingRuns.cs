using Conformance.Reporting.Results;
using Conformance.SelfTests.Reports.Samples;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Cli;

/// <summary><c>conformance compare</c>.</summary>
public sealed class ComparingRuns
{
    private static readonly RunResult Direct = SampleRuns.Green.Sparse() with
    {
        Target = new TargetInfo("https://api.example", false, [], []),
    };
    private static readonly RunResult Gateway = SampleRuns.Broken.Sparse();

    [Test]
    public async Task A_gateway_that_breaks_promises_is_worse_than_what_stands_behind_it()
    {
        var directory = await Command.DirectoryWith(("api", Direct), ("gw", Gateway));

        var compared = await Command.Run(directory, "compare", "direct=api", "gateway=gw", "--output", "out");

        compared.ExitCode.Should().Be(1);
        compared.Errors.Should().BeEmpty();
        compared.Output.Should().Contain(
            "direct: https://api.example: Every promise kept").And.Contain("  made by gateway: ").And.Contain("pass → fail");
        var markdown = await File.ReadAllTextAsync(Path.Combine(directory, "out", "comparison.md"));
        markdown.Should().Contain("| direct | gateway |");
        markdown.IndexOf("made by gateway", StringComparison.Ordinal).Should().BePositive();
        File.Exists(Path.Combine(directory, "out", "comparison.html")).Should().BeTrue();
    }

    [Test]
    public async Task The_other_way_round_it_is_better()
    {
        var directory = await Command.DirectoryWith(("yesterday", Gateway with { Target = Direct.Target }), ("today", Direct));

        var compared = await Command.Run(directory, "compare", "yesterday/results.json", "today/results.json");

        compared.ExitCode.Should().Be(0, compared.Errors);
        compared.Output.Should().Contain("0 worse").And.Contain("  mended: ");
    }

    [Test]
    public async Task The_same_run_twice_differs_in_nothing()
    {
        var directory = await Command.DirectoryWith(("a", Gateway), ("b", Gateway));

        var compared = await Command.Run(directory, "compare", "a", "b");

        compared.ExitCode.Should().Be(0);
        compared.Output.Should().Contain("No difference.");
    }

    [Test]
    public async Task A_run_that_judged_nothing_is_worse()
    {
        var directory = await Command.DirectoryWith(("a", Direct), ("b", SampleRuns.NotJudged with { Target = Direct.Target }));

        var compared = await Command.Run(directory, "compare", "a", "b");

        compared.ExitCode.Should().Be(1);
        compared.Output.Should().Contain("b judged nothing");
    }

    [Test]
    public async Task Several_gateways_stand_side_by_side()
    {
        var directory = await Command.DirectoryWith(("nginx", Direct), ("haproxy", Gateway), ("caddy", Direct), ("envoy", Gateway));

        var compared = await Command.Run(directory, "compare", "nginx", "haproxy", "caddy", "envoy");

        compared.ExitCode.Should().Be(1);
        compared.Output.Should().Contain("pass → fail → pass → fail");
        (await File.ReadAllTextAsync(Path.Combine(directory, "reports", "comparison.md"))).Should()
            .Contain("| nginx | haproxy | caddy | envoy |");
    }

    [Test]
    public async Task A_hostile_run_commands_no_console()
    {
        var directory = await Command.DirectoryWith(("a", Direct), ("b", SampleRuns.Forged));

        var compared = await Command.Run(directory, "compare", "a", "b");

        compared.ExitCode.Should().Be(1, compared.Errors);
        Reports.Outputs.Unseen.Characters().IsMatch(compared.Output).Should().BeFalse();
        Reports.Outputs.Unseen.Commands().IsMatch(compared.Output).Should().BeFalse();
    }
}
