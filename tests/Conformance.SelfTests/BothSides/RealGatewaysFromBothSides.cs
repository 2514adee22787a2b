using System.Globalization;
using Conformance.Reporting.Results;
using Conformance.SelfTests.ForeignTargets;
using Conformance.SelfTests.Proxies;
using Conformance.SelfTests.Support.Proxies;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.FromBothSides;

/// <summary>
/// Gateways that nobody here wrote, with the suite as their client and as their upstream. What comes out is data beside each
/// configuration, every line of it checked by hand; what the suite says beyond it is wrong, or new.
/// </summary>
public sealed class RealGatewaysFromBothSides
{
    private static readonly string[] Packages = ["express", "portkey"];

    private static IEnumerable<TestCaseData> Proxies => ProxyScenario.FromBothSides.Select(scenario =>
        new TestCaseData(scenario).SetArgDisplayNames(scenario.ToString()));

    [TestCaseSource(nameof(Proxies))]
    public async Task A_proxy_is_found_to_do_what_is_expected_and_nothing_else(ProxyScenario scenario)
    {
        var upstream = Free();
        await using var proxy = await ProxyProcess.Start(ProxyProgram.Named(scenario.Proxy), scenario.Configuration, upstream);

        await ShouldBeFound(scenario.Expected, proxy.Best, upstream);
    }

    [TestCaseSource(nameof(Packages))]
    public async Task A_package_is_found_to_do_what_is_expected_and_nothing_else(string name)
    {
        if (!ForeignTarget.IsInstalled)
        {
            Assert.Ignore("npm has not installed the packages of tests/Conformance.SelfTests/ForeignTargets");
        }

        var upstream = Free();
        await using var target = await ForeignTarget.Start(name, upstream);

        await ShouldBeFound(ExpectedResults.Read(Path.Combine(ForeignTarget.Folder, name, "both-sides.json")), target.Url, upstream);
    }

    [Test]
    public async Task What_becomes_of_a_slow_answer_is_expected()
    {
        // Each waits more than a minute, and all of them at once.
        var runs = ProxyScenario.Slow.ToDictionary(
            scenario => scenario.ToString(), A_proxy_is_found_to_do_what_is_expected_and_nothing_else);

        await Task.WhenAll(runs.Values).ContinueWith(_ => { }, TaskScheduler.Default);

        runs.Where(run => !run.Value.IsCompletedSuccessfully)
            .Select(run => $"{run.Key}: {run.Value.Exception?.InnerException?.Message}").Should().BeEmpty();
    }

    private static Uri Free() => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));

    private static async Task ShouldBeFound(ExpectedResults expected, Uri gateway, Uri upstream)
    {
        // None of them has keys of its own.
        (string, string)[] settings =
        [
            ("KeyPassThrough", "true"), ("CaCertificate", LoopbackCertificate.PemFile),
            .. expected.Settings.Select(setting => (setting.Key,
                setting.Value.Replace("@UPSTREAM@", upstream.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal))),
        ];

        var run = await JudgedGateway.Through(gateway, upstream, settings);

        run.ShouldBeJudged();
        var broken = run.Results.Cases.Where(one => one.Verdict is Verdict.Fail or Verdict.Warn).ToList();
        broken.Where(one => !expected.Findings.Any(finding => finding.Covers(one)))
            .Select(one => $"{one.Verdict} {one.Id}: {one.Message}").Should().BeEmpty("all else is kept");
        expected.Findings.SelectMany(finding => finding.Missing(broken)).Should().BeEmpty("it is known of this product, and came was {0}",
            run.Reasons());
        broken.Where(one => run.Results.DecidingOf(one)?.Upstream is null).Should().BeEmpty("a finding shows both sides");
    }
}
