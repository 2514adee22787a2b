using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Settings;

/// <summary>The suite against its own reference server: what a fresh machine does first.</summary>
public sealed class TheEmbeddedRun
{
    [TestCase("false")]
    [TestCase("true")]
    public async Task It_is_green(string strict)
    {
        var run = await SuiteProcess.Run(("Strict", strict));

        run.ExitCode.Should().Be(0, run.Output + run.Errors);
        run.Results.Cases.Should().HaveCountGreaterThan(600);
        run.Results.Cases.Where(result => result.Verdict is Verdict.Fail or Verdict.Error or Verdict.Warn).Should().BeEmpty();
        run.Results.Cases.Where(result => result.Verdict == Verdict.Skip).Should().OnlyContain(
            result => !string.IsNullOrEmpty(result.Message));
        new FileInfo(Path.Combine(run.Directory, "results.json")).Length.Should().BeLessThan(8_000_000);
        new FileInfo(Path.Combine(run.Directory, "index.html")).Length.Should().BeLessThan(3_000_000);
    }
}
