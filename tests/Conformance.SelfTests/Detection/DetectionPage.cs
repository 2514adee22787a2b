using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Conformance.Contract;
using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.Suite.Running;

namespace Conformance.SelfTests.Detection;

/// <summary>The detection matrix as a page of its own: deviations down, rules across, and what the suite said where they meet.</summary>
internal static class DetectionPage
{
    private const string Cells =
        "td, th { border: 0 solid #e3e6ea; border-width: 0 1px 1px 0; padding: .2rem .45rem; text-align: left; vertical-align: top }";

    private const string FirstColumn =
        "tbody th { position: sticky; left: 0; background: #fff; min-width: 20rem; font-weight: 400 }";

    private const string Warnings = ".warn { background: #fff1c2; color: #633c01 } .info { background: #d8e8ff; color: #0a3069 }";

    private const string Style = $$"""
        body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem; color: #1b1f24; background: #fff }
        h1 { font-size: 1.5rem } p { max-width: 60rem }
        .wide { overflow: auto; max-height: 85vh; border: 1px solid #ccd1d7 }
        table { border-collapse: separate; border-spacing: 0 } {{Cells}}
        thead th { position: sticky; top: 0; background: #f4f6f8; z-index: 2; vertical-align: bottom }
        thead th span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; font-weight: 500 }
        {{FirstColumn}} thead th:first-child { left: 0; z-index: 3 }
        code { font-weight: 600 } small { display: block; color: #57606a }
        td.mark { text-align: center; font-weight: 600 } .fail { background: #ffd7d5; color: #82071e } {{Warnings}}
        tr.wrong th { background: #ffd7d5 }
        """;

    private static readonly ConcurrentDictionary<string, JudgedRun> Runs = new();

    /// <summary>Adds what was found of a deviation.</summary>
    public static void Add(Deviation deviation, JudgedRun run) => Runs[deviation.Name] = run;

    /// <summary>Writes the page, where every deviation was judged.</summary>
    public static void Write()
    {
        if (Runs.Count < Deviations.All.Count)
        {
            return;
        }

        var directory = Directory.CreateDirectory(Path.Combine(Root(), "reports"));
        File.WriteAllText(Path.Combine(directory.FullName, "detection-matrix.html"), Html());
    }

    private static string Root()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Conformance.sln")))
            {
                return directory.FullName;
            }
        }

        return AppContext.BaseDirectory;
    }

    private static string Html()
    {
        var rules = Catalogue.Rules.Where(rule => rule.Family != "example").ToList();
        var exact = Deviations.All.Count(deviation => Runs[deviation.Name].Broken.Keys.ToHashSet().SetEquals(deviation.Rules));
        var page = new StringBuilder();
        page.Append(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<title>Detection matrix</title><style>").Append(Style).Append("</style></head><body>\n<h1>Detection matrix</h1>\n")
            .Append($"<p>{exact} of {Deviations.All.Count} deviations were caught by exactly the rules that they break, of {rules.Count}. ")
            .Append(
                "Each row is a run of the suite against the reference server with that one deviation; F is fail, W is warn, i is "
                    + "measured differently.</p>\n")
            .Append(
                "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Deviations and rules\"><table><thead><tr><th "
                    + "scope=\"col\">Deviation, and where it was seen</th>");
        foreach (var rule in rules)
        {
            page.Append($"<th scope=\"col\" title=\"{Text(rule.Attribute.Title)}\"><span>{Text(rule.Id)}</span></th>");
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var deviation in Deviations.All)
        {
            Row(page, deviation, Runs[deviation.Name], rules);
        }

        return page.Append("</tbody></table></div>\n</body></html>\n").ToString();
    }

    private static void Row(StringBuilder page, Deviation deviation, JudgedRun run, List<Rule> rules)
    {
        var broken = run.Broken;
        page.Append(broken.Keys.ToHashSet().SetEquals(deviation.Rules) ? "<tr>" : "<tr class=\"wrong\">")
            .Append(
                $"<th scope=\"row\"><code>{Text(deviation.Name)}</code> {Text(deviation.Breaks)}"
                    + $"<small>{Text(deviation.SeenIn)}</small></th>");
        foreach (var rule in rules)
        {
            var (look, mark, word) =
                broken.TryGetValue(rule.Id, out var verdict) ? verdict == Verdict.Fail ? ("fail", "F", "fail") : ("warn", "W", "warn")
                : rule.Level == Level.Info && deviation.Records.Contains(rule.Id) ? ("info", "i", "recorded")
                : ("", "", "");
            page.Append(mark.Length == 0 ? "<td></td>" : $"<td class=\"mark {look}\" title=\"{word}: {Text(rule.Id)}\">{mark}</td>");
        }

        page.Append("</tr>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
