using System.Runtime.CompilerServices;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Proxies;

/// <summary>The pages beside the configurations say what the expected results say.</summary>
public sealed class ProxyPageTests
{
    private static IEnumerable<string> Proxies => ProxyScenario.Proxies;

    [TestCaseSource(nameof(Proxies))]
    public void The_page_is_current(string proxy) =>
        ProxyPage.Of(proxy).Should().Be(
            File.ReadAllText(Page(proxy)), "Conformance.SelfTests --filter \"FullyQualifiedName~Write_the_pages\" writes it");

    [TestCaseSource(nameof(Proxies))]
    public void Every_fix_is_a_paragraph_of_the_configuration_that_keeps_the_contract(string proxy)
    {
        var names = new ConfigurationFile(ProxyScenario.Text(proxy, "kept.conf")).Names.ToList();

        ProxyScenario.All.Concat(ProxyScenario.FromBothSides).Concat(ProxyScenario.Slow).Where(scenario => scenario.Proxy == proxy)
            .SelectMany(scenario => scenario.Expected.Findings).SelectMany(finding => finding.Fix)
            .Should().BeSubsetOf(names);
    }

    [Test]
    [Explicit("writes the pages")]
    public void Write_the_pages()
    {
        foreach (var proxy in Proxies)
        {
            File.WriteAllText(Page(proxy), ProxyPage.Of(proxy));
        }
    }

    private static string Page(string proxy, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, proxy, "README.md");
}
