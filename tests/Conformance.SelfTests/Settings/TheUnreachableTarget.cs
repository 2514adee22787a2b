using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Settings;

/// <summary>A target that is not there is nobody's broken promise.</summary>
public sealed class TheUnreachableTarget
{
    [TestCase("http://127.0.0.1:{port}", "connection refused")]
    [TestCase("https://127.0.0.1:{port}", "connection refused")]
    [TestCase("http://no-such-host.invalid:{port}", "cannot be resolved")]
    public async Task It_is_said_in_one_line_and_reported_as_an_error(string url, string says)
    {
        var target = new Uri(url.Replace("{port}", $"{FreePort.Next()}", StringComparison.Ordinal));

        var run = await ExternalRun.Against(target);

        run.ExitCode.Should().Be(4);
        run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle()
            .Which.Should().StartWith("conformance: ").And.Contain(target.Authority).And.Contain(says);
        (run.Output + run.Errors).Should().NotContain("   at ").And.NotContain("Exception");
        run.Results.NotJudged.Should().Contain(says);
        run.Results.Cases.Should().NotBeEmpty().And.OnlyContain(one => one.Verdict == Verdict.Error || one.Verdict == Verdict.Skip);
        run.Results.Cases.Where(one => one.Verdict == Verdict.Error).Should().NotBeEmpty().And.OnlyContain(
            one => one.Reason!.Fault == Fault.Network);
        File.Exists(Path.Combine(run.Directory, "index.html")).Should().BeTrue();
    }
}
