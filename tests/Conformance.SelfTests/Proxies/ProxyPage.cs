using System.Text;

namespace Conformance.SelfTests.Proxies;

/// <summary>The page for whoever configures a proxy, made from its configurations and expected results.</summary>
internal static class ProxyPage
{
    private static readonly Dictionary<string, string> Occasions = new()
    {
        ["upstream-down"] = "the API cannot be reached",
        ["malformed-field"] = "a request with a field line that has no colon",
    };

    /// <summary>The page of a proxy, in Markdown.</summary>
    /// <param name="proxy">The name of its folder.</param>
    public static string Of(string proxy)
    {
        var scenarios = ProxyScenario.All.Where(scenario => scenario.Proxy == proxy).ToList();
        var first = scenarios.Single(scenario => scenario.Name == "default");
        var kept = scenarios.Single(scenario => scenario.Name == "kept");
        var file = new ConfigurationFile(ProxyScenario.Text(proxy, kept.Configuration));
        var page = new StringBuilder();
        page.Append($"# {kept.Expected.Product}\n\n")
            .Append("What the suite finds of this proxy in front of the Claude API, and the configuration of which it finds nothing.\n")
            .Append("This page is made from the files beside it, and a test holds both against the proxy: see `ProxyPage.cs`.\n\n")
            .Append($"## Before: [{first.Configuration}]({first.Configuration})\n\n{first.Expected.About}\n\n");
        if (first.Expected.Findings.Count == 0)
        {
            page.Append("The suite finds nothing.\n\n");
        }

        foreach (var finding in first.Expected.Findings)
        {
            Finding(page, finding);
        }

        page.Append($"## After: [{kept.Configuration}]({kept.Configuration})\n\n{kept.Expected.About}\n\n");
        foreach (var name in file.Names)
        {
            page.Append($"### {name}\n\n```\n{string.Join("\n\n", file.Paragraphs(name))}\n```\n\n");
        }

        OwnAnswers(page, first.Expected, kept.Expected);
        var seen = ProxyScenario.FromBothSides.Where(scenario => scenario.Proxy == proxy).ToList();
        page.Append("## From both sides\n\nWith the suite as its client and as its upstream, `Rules=forward.*,relay.*`.\n\n");
        FromBothSides(page, seen);
        page.Append("### With an upstream that takes its time\n\nThe same with `SlowAnswer=65s`.\n\n");
        FromBothSides(page, [.. ProxyScenario.Slow.Where(scenario => scenario.Proxy == proxy)]);
        CannotKeep(page, [.. kept.Expected.CannotKeep, .. seen.SelectMany(scenario => scenario.Expected.CannotKeep)]);
        foreach (var scenario in scenarios.Except([first, kept]))
        {
            page.Append($"## [{scenario.Configuration}]({scenario.Configuration}): {scenario.Name}\n\n{scenario.Expected.About}\n\n");
            foreach (var finding in scenario.Expected.Findings)
            {
                Finding(page, finding);
            }
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void Finding(StringBuilder page, ExpectedFinding finding)
    {
        page.Append($"### {Heading(finding)}\n\n> {Words(finding)}\n\nOn {Where(finding)}. {finding.Why}\n\n");
        page.Append(finding.Fix.Count > 0 ? $"{Mended(finding, "")}\n\n" : "");
    }

    private static string Heading(ExpectedFinding finding) =>
        $"{finding.Verdict.ToString().ToLowerInvariant()} {Code(finding.Rule)}{(finding.Sometimes ? ", not in every run" : "")}";

    private static string Words(ExpectedFinding finding) => finding.Says.Trim('*').Replace("*", " … ", StringComparison.Ordinal).Trim();

    private static string Where(ExpectedFinding finding) =>
        string.Join(", ", finding.Operations.Select(Code).Concat(finding.Variants.Select(variant => Code($"[{variant}]"))));

    private static string Mended(ExpectedFinding finding, string before) => finding.Fix.Count == 0 ? ""
        : $"{before}Mended by {string.Join(" and ", finding.Fix.Select(name => $"[{name}](#{name})"))}.";

    private static void OwnAnswers(StringBuilder page, ExpectedResults before, ExpectedResults after)
    {
        page.Append("## Answers of its own\n\n| to | before | after |\n| --- | --- | --- |\n");
        foreach (var (was, becomes) in before.OwnAnswers.Zip(after.OwnAnswers))
        {
            page.Append($"| {Occasions[becomes.To]} | {was.Status}, {Body(was)} | {becomes.Status}, {Body(becomes)} |\n");
        }

        page.Append('\n');
        foreach (var answer in after.OwnAnswers.Where(answer => answer.Why is not null))
        {
            page.Append($"{answer.Why}\n\n");
        }
    }

    private static void FromBothSides(StringBuilder page, IReadOnlyList<ProxyScenario> scenarios)
    {
        foreach (var (name, expected) in scenarios.Select(scenario => (scenario.Configuration, scenario.Expected)))
        {
            page.Append($"[{name}]({name}): {(expected.Findings.Count == 0 ? "the suite finds nothing. " : "")}{expected.About}\n\n");
            foreach (var finding in expected.Findings)
            {
                page.Append($"- **{Heading(finding)}** on {Where(finding)}: “{Words(finding)}”. {finding.Why}{Mended(finding, " ")}\n");
            }

            page.Append(expected.Findings.Count == 0 ? "" : "\n");
        }
    }

    private static void CannotKeep(StringBuilder page, IReadOnlyList<UnkeptPromise> promises)
    {
        if (promises.Count == 0)
        {
            return;
        }

        page.Append("## What it cannot do\n\n");
        foreach (var one in promises)
        {
            page.Append($"- **{one.Promise}.** {one.Why}\n");
        }

        page.Append('\n');
    }

    private static string Body(OwnAnswer answer) => answer.Body == "envelope" ? "the documented envelope with `request-id`" : answer.Body;

    private static string Code(string text) => $"`{text}`";
}
