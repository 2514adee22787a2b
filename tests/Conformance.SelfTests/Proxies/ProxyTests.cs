using System.Globalization;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.SelfTests.Support.Proxies;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Proxies;

/// <summary>Real proxies, judged as their users would judge them; what comes out is data beside each configuration.</summary>
public sealed class ProxyTests
{
    // Lower than any rule may skip for reasons of the target or of the keys; "not claimed" would be most of the suite.
    private const double MostSkipped = 0.03;

    private static readonly ReferenceServerOptions WithoutLimits = new()
    {
        StandardLimit = 2_000_000_000,
        BatchLimit = 2_000_000_000,
        FilesLimit = 2_000_000_000,
    };

    private static IEnumerable<TestCaseData> Scenarios =>
        ProxyScenario.All.Select(scenario => new TestCaseData(scenario).SetArgDisplayNames(scenario.ToString()));

    private static IEnumerable<TestCaseData> OwnAnswers =>
        from scenario in ProxyScenario.All
        from answer in scenario.Expected.OwnAnswers
        select new TestCaseData(scenario, answer).SetArgDisplayNames($"{scenario} {answer.To}");

    [TestCaseSource(nameof(Scenarios))]
    public async Task The_suite_finds_what_is_expected_and_nothing_else(ProxyScenario scenario)
    {
        var expected = scenario.Expected;
        var options = expected.Upstream == UpstreamKind.ReferenceServer ? new ReferenceServerOptions() : WithoutLimits;
        await using var server = await ReferenceServer.StartAsync(options);
        await using var proxy = await ProxyProcess.Start(ProxyProgram.Named(scenario.Proxy), scenario.Configuration, server.BaseUrl);

        var run = await ExternalRun.Against(
            proxy.Best,
            [("CaCertificate", LoopbackCertificate.PemFile), .. expected.Settings.Select(setting => (setting.Key, setting.Value))]);

        run.HasResults.Should().BeTrue(run.Output + run.Errors);
        var cases = run.Results.Cases;
        var broken = cases.Where(one => one.Verdict is Verdict.Fail or Verdict.Warn or Verdict.Error).ToList();
        broken.Where(one => !expected.Findings.Any(finding => finding.Covers(one)))
            .Select(one => $"{one.Verdict} {one.Id}: {one.Message}").Should().BeEmpty("all else is kept");
        expected.Findings.SelectMany(finding => finding.Missing(broken)).Should().BeEmpty("it is known of this product");
        (run.ExitCode == 0).Should().Be(broken.All(one => one.Verdict == Verdict.Warn), run.Output + run.Errors);
        cases.Where(one => one is { Rule: "size.at-limit", Variant: "http2", Operation: "messages.create" })
            .Should().OnlyContain(one => (one.Verdict != Verdict.Skip) == expected.Http2);
        if (expected.Settings.Count == 0)
        {
            cases.Count(one =>
                one.Reason?.Kind is ReasonKind.OtherRule or ReasonKind.NotServed or ReasonKind.NotClaimed or ReasonKind.OutOfBudget)
                .Should().BeLessThan((int)(cases.Count * MostSkipped), "nothing was left out");
            // A 413 with a body of its own is judged where its body is.
            cases.Where(one => one is { Verdict: Verdict.Skip, Rule: "size.at-limit" or "size.over-limit", Variant: not "http2" })
                .Where(one => one.Reason!.Rule != "size.error-json").Should().BeEmpty();
        }
    }

    [TestCaseSource(nameof(OwnAnswers))]
    public async Task It_answers_by_itself_as_is_expected(ProxyScenario scenario, OwnAnswer expected)
    {
        var nobody = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));
        await using var proxy = await ProxyProcess.Start(ProxyProgram.Named(scenario.Proxy), scenario.Configuration, nobody);

        var came = await OwnAnswerProbe.Ask(proxy.Best, expected.To);

        came.Should().Be(expected with { Why = null });
    }
}
