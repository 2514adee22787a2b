using System.Text.RegularExpressions;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Proxies;
using Conformance.SelfTests.Support;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.ForeignTargets;

/// <summary>
/// Gateways and mocks that nobody here wrote, judged at their defaults. What comes out is data beside them, every line of it
/// checked by hand; what the suite says beyond it is wrong, or new.
/// </summary>
public sealed partial class ForeignTargetTests
{
    // What fits on a screen, with the lines of the runner.
    private const int MostLines = 60;

    private static readonly string[] Folders = ["aimock", "express", "portkey"];

    private static IEnumerable<TestCaseData> Targets =>
        from folder in Folders
        from file in Directory.GetFiles(Path.Combine(ForeignTarget.Folder, folder), "*expected.json").Order(StringComparer.Ordinal)
        select new TestCaseData(file).SetArgDisplayNames($"{folder} {Path.GetFileName(file).Split('.')[0]}");

    [TestCaseSource(nameof(Targets))]
    public async Task The_suite_finds_what_is_expected_and_nothing_else(string file)
    {
        if (!ForeignTarget.IsInstalled)
        {
            Assert.Ignore("npm has not installed the packages of tests/Conformance.SelfTests/ForeignTargets");
        }

        var expected = ExpectedResults.Read(file);
        await using var upstream = await ReferenceServer.StartAsync();
        await using var target = await ForeignTarget.Start(Path.GetFileName(Path.GetDirectoryName(file)!), upstream.BaseUrl);
        var settings = expected.Settings.Select(setting => (
            setting.Key, setting.Value.Replace("@UPSTREAM@", upstream.BaseUrl.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal)));

        var run = await ExternalRun.Against(target.Url, [.. settings]);

        run.HasResults.Should().BeTrue(run.Output + run.Errors);
        var broken = run.Results.Cases.Where(one => one.Verdict is Verdict.Fail or Verdict.Warn or Verdict.Error).ToList();
        broken.Where(one => !expected.Findings.Any(finding => finding.Covers(one)))
            .Select(one => $"{one.Verdict} {one.Id}: {one.Message}").Should().BeEmpty("all else is kept");
        expected.Findings.SelectMany(finding => finding.Missing(broken)).Should().BeEmpty("it is known of this product");
        broken.Where(one => one.Rule != "error.operation-served").Select(one => one.Operation).OfType<string>()
            .Should().BeSubsetOf(run.Results.Target.Served, "nothing else is judged on what is not there");
        run.Output.Split('\n').Count(line => !Progress().IsMatch(line)).Should().BeLessThanOrEqualTo(MostLines, run.Output);
    }

    [GeneratedRegex("MB sent, ")]
    private static partial Regex Progress();
}
