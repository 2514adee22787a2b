using Conformance.Reporting.Results;
using Conformance.SelfTests.Detection;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Sockets;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Unbreakable;

/// <summary>Whole runs against servers that no run may trust: they end by themselves, bounded, with a verdict that is not green.</summary>
public sealed class HostileTargetTests
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Operations"] = "models.list,batches.results",
        ["Rules"] = "auth.*,error.*,content.*,headers.*,version.*,stream.*",
        ["Timeout"] = "500ms",
        ["MaxDuration"] = "6s",
    };

    private static IEnumerable<string> Names => HostileTargets.All.Keys;

    [TestCaseSource(nameof(Names))]
    public async Task It_is_not_green_and_no_fault_of_the_suite(string name)
    {
        await using var server = RawServer.Start(HostileTargets.All[name]);

        var run = await JudgedRun.Of(server.Url.AbsoluteUri, Settings);

        run.ExitCode.Should().BeOneOf([2, 3, 4], run.Reasons());
        run.Results.Cases.Should().NotContain(one => one.Reason != null && one.Reason.Fault == Fault.Suite, run.Reasons());
        run.Results.NotJudgedReason?.Fault.Should().NotBe(Fault.Suite);
        foreach (var one in run.Results.Cases.Where(one => one.Verdict == Verdict.Pass))
        {
            run.Results.DecidingOf(one)!.Outcome.Should().Be("answered", "{0} passed, and not by damaged evidence", one.Id);
        }
    }

    [TestCase("a gzip bomb")]
    [TestCase("a brotli bomb")]
    [TestCase("JSON 100,000 deep")]
    [TestCase("an endless body")]
    public async Task It_does_not_swell_the_suite(string name)
    {
        const long Most = 250_000_000;
        await using var server = RawServer.Start(HostileTargets.All[name]);

        // The kernel tells the peak of the process: the shell asks for it when the process has ended.
        using var suite = StartedSuite.StartFromShell(
            "python3 -c 'import resource,subprocess,sys; c=subprocess.run(sys.argv[1:]).returncode; "
                + "print(\"peak\", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(c)' $SUITE",
            [("BaseUrl", server.Url.AbsoluteUri), .. Settings.Select(setting => (setting.Key, setting.Value))]);
        await suite.End();

        suite.ExitCode.Should().BeOneOf([2, 3, 4], suite.Output);
        var peak = suite.Output.Split('\n').Single(line => line.StartsWith("peak ", StringComparison.Ordinal));
        (long.Parse(peak[5..], System.Globalization.CultureInfo.InvariantCulture) * 1024).Should().BeLessThan(Most);
    }

    [Test]
    public async Task No_key_goes_to_where_it_redirects()
    {
        await using var elsewhere = RawServer.Start(connection => connection.ReadToEnd());
        await using var server = RawServer.Start(HostileTargets.RedirectsTo(elsewhere.Url));

        var run = await JudgedRun.Of(server.Url.AbsoluteUri, Settings);

        run.ExitCode.Should().BeOneOf([2, 3, 4], run.Reasons());
        elsewhere.Connections.Should().Be(0);
    }
}
