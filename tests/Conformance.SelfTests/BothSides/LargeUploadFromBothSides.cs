using System.Globalization;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.FromBothSides;

/// <summary>The largest body that the documentation allows, seen on both sides by a process that holds neither.</summary>
public sealed class LargeUploadFromBothSides
{
    private const long Documented = 500_000_000;
    private const long MostMemory = 250_000_000;

    [Test]
    public async Task Half_a_gigabyte_arrives_and_nobody_held_it()
    {
        // Client, gateway and upstream are one process here, and the kernel tells its peak when it has ended.
        using var suite = StartedSuite.StartFromShell(
            "python3 -c 'import resource,subprocess,sys; c=subprocess.run(sys.argv[1:]).returncode; "
                + "print(\"peak\", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(c)' $SUITE",
            ("Rules", "forward.large-body"), ("Operations", "files.upload"));
        await suite.End();

        suite.ExitCode.Should().Be(0, suite.Output);
        var only = suite.Results.Cases.Single(one => one.Verdict != Verdict.Skip);
        only.Should().Match<CaseResult>(one => one.Id == "forward.large-body:files.upload" && one.Verdict == Verdict.Pass);
        var exchange = suite.Results.DecidingOf(only)!;
        exchange.Request.Body!.Bytes.Should().Be(Documented);
        var arrived = exchange.Upstream.Should().ContainSingle().Which.Body!;
        arrived.Bytes.Should().Be(Documented);
        arrived.Sha256.Should().HaveLength(64, "the rule compared it with the hash of what was sent");
        arrived.FirstByteMs.Should().BeLessThan(exchange.Timings.SentMs!.Value, "the first byte went on before the last was sent");
        var peak = suite.Output.Split('\n').Single(line => line.StartsWith("peak ", StringComparison.Ordinal));
        (long.Parse(peak[5..], CultureInfo.InvariantCulture) * 1024).Should().BeLessThan(MostMemory);
        TestContext.Out.WriteLine(peak);
    }
}
