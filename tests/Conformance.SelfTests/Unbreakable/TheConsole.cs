using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Unbreakable;

/// <summary>
/// A console that takes nothing, and a place for reports that takes nothing: the exit code and what is left still say it.
/// </summary>
public sealed class TheConsole
{
    private static readonly (string, string)[] Few = [("Rules", "auth.*"), ("Operations", "models.*")];

    [TestCase("$SUITE >&-")]
    [TestCase("$SUITE >&- 2>&-")]
    [TestCase("$SUITE > /dev/full")]
    [TestCase("$SUITE > /dev/full 2> /dev/full")]
    [TestCase("exec $SUITE > >(exit 0)")]
    public async Task That_takes_nothing_changes_no_verdict(string shell)
    {
        using var suite = StartedSuite.StartFromShell(shell, Few);

        await suite.End();

        suite.ExitCode.Should().Be(0, suite.Output);
        suite.Results.Cases.Should().Contain(one => one.Verdict == Verdict.Pass).And.NotContain(one => one.Verdict == Verdict.Error);
        File.Exists(Path.Combine(suite.Reports, "index.html")).Should().BeTrue();
    }

    [Test]
    public async Task That_takes_nothing_leaves_the_exit_code_of_a_broken_promise()
    {
        await using var server = await ReferenceServer.StartAsync(
            new ReferenceServerOptions
            {
                Deviations = [Deviations.All.First(one => one.Name.Contains("401", StringComparison.Ordinal)).Name],
            });
        using var suite = StartedSuite.StartFromShell(
            "$SUITE > /dev/full", [("BaseUrl", server.BaseUrl.AbsoluteUri), ("Rules", "auth.*,error.*"), ("Operations", "models.*")]);

        await suite.End();

        suite.ExitCode.Should().Be(2, suite.Output);
    }

    [Test]
    public async Task Has_the_verdicts_where_the_directory_of_the_reports_cannot_be_made()
    {
        var file = Path.Combine(TestDirectory.Create(), "reports");
        await File.WriteAllTextAsync(file, "");
        using var suite = StartedSuite.Start([.. Few, ("ReportDirectory", file)]);

        await suite.End();

        suite.ExitCode.Should().Be(RunVerdict.OfTheSuite);
        suite.Output.Should().Contain($"ReportDirectory = '{file}' cannot be written")
            .And.Contain("22 pass, 0 fail").And.NotContain("   at ");
    }

    [Test]
    public async Task Has_the_verdicts_where_the_disk_is_full()
    {
        // Links to a device that is always full: the files are opened, and nothing can be written to them.
        var directory = Directory.CreateDirectory(Path.Combine(TestDirectory.Create(), "reports")).FullName;
        foreach (var name in new[] { "results.json", "index.html", "junit.xml", "summary.md", "badge.json" })
        {
            File.CreateSymbolicLink(Path.Combine(directory, name), "/dev/full");
        }

        using var suite = StartedSuite.Start([.. Few, ("ReportDirectory", directory)]);

        await suite.End();

        suite.ExitCode.Should().Be(RunVerdict.OfTheSuite, suite.Output);
        suite.Output.Should().Contain("index.html was not written: ").And.Contain("No space left on device").And.NotContain("   at ");
    }

    [Test]
    public async Task A_directory_that_vanishes_while_the_run_goes_on_is_made_again()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var relay = CountingRelay.To(server.BaseUrl);
        using var suite = StartedSuite.Start([("BaseUrl", relay.Url.AbsoluteUri), .. Few]);
        Directory.CreateDirectory(suite.Reports);

        await relay.Received(1_000);
        Directory.Delete(suite.Reports);
        await suite.End();

        suite.ExitCode.Should().Be(0, suite.Output);
        suite.Results.Cases.Should().Contain(one => one.Verdict == Verdict.Pass);
    }
}
