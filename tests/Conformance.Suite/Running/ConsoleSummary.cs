using System.Globalization;
using Conformance.Reporting.Causes;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Suite.Running;

/// <summary>The end of the console: what broke, by cause; what was not judged, and why; where the report is.</summary>
internal static class ConsoleSummary
{
    private const int MostCauses = 20;
    private const int MostOperations = 3;

    public static IEnumerable<string> Lines(RunResult result, string directory)
    {
        var (pass, fail, warn, error, skip, waived, info) = result.Summary;
        yield return "";
        yield return $"Conformance: {VisibleText.Line(RunVerdict.Of(result).Sentence)}.";
        yield return FormattableString.Invariant(
            $"  {result.Target.BaseUrl}{(result.Target.Embedded ? " (the embedded reference server)" : "")}, {result.DurationMs / 1000:0.0} s: {pass} pass, {fail} fail, {warn} warn, {error} error, {skip} skip, {waived} waived, {info} info");
        foreach (var verdict in new[] { Verdict.Fail, Verdict.Error, Verdict.Warn })
        {
            foreach (var line in Causes(result, verdict))
            {
                yield return line;
            }
        }

        foreach (var waiver in result.StaleWaivers)
        {
            yield return $"  stale waiver: {waiver}";
        }

        foreach (var reason in result.Cases.Where(one => one.Verdict == Verdict.Skip).CountBy(one => one.Message ?? "").OrderByDescending(pair => pair.Value).Take(MostCauses))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  skip   {reason.Value,4} × {VisibleText.Line(reason.Key)}");
        }

        yield return $"  report: {Path.Combine(directory, "index.html")}";
    }

    private static IEnumerable<string> Causes(RunResult result, Verdict verdict)
    {
        var rules = BrokenRule.Of(result, verdict);
        foreach (var rule in rules.Take(MostCauses))
        {
            var operations = rule.Cases.Select(one => one.Operation).OfType<string>().Distinct().ToList();
            var where = operations.Count switch
            {
                0 => "",
                <= MostOperations => $" on {string.Join(", ", operations)}",
                _ => $" on {string.Join(", ", operations.Take(MostOperations))} and {operations.Count - MostOperations} more",
            };
            yield return $"  {verdict.ToString().ToLowerInvariant(),-6} {rule.Id}{where}: {VisibleText.Line(rule.FirstMessage)}";
        }

        if (rules.Count > MostCauses)
        {
            yield return $"         and {rules.Count - MostCauses} more rules, in the report";
        }
    }
}
