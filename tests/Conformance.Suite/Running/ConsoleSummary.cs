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
        yield return $"Conformance: {ConsoleText.Line(RunVerdict.Of(result).Sentence)}.";
        yield return FormattableString.Invariant(
            $"  {result.Target.BaseUrl}{(result.Target.Embedded ? " (the embedded reference server)" : "")}, {result.DurationMs / 1000:0.0} s: {pass} pass, {fail} fail, {warn} warn, {error} error, {skip} skip, {waived} waived, {info} info");
        foreach (var verdict in new[] { Verdict.Fail, Verdict.Error, Verdict.Warn })
        {
            foreach (var line in Causes(result, verdict))
            {
                yield return line;
            }
        }

        if (result.NotJudged is { } lost)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  error  {result.Cases.Count(one => one.Message == lost),4} × {VisibleText.Line(lost)}");
        }

        foreach (var waiver in result.StaleWaivers)
        {
            yield return $"  stale waiver: {ConsoleText.Line(waiver)}";
        }

        foreach (var reason in result.Cases.Where(one => one.Verdict == Verdict.Skip).CountBy(Reason).OrderByDescending(pair => pair.Value).Take(MostCauses))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  skip   {reason.Value,4} × {ConsoleText.Line(reason.Key)}");
        }

        yield return $"  report: {Path.Combine(directory, "index.html")}";
    }

    // Each case that is out of budget names its own bytes; here they are one reason.
    private static string Reason(CaseResult skipped) => skipped.Message switch
    {
        null => "",
        var message when message.StartsWith(UploadPlan.OutOfBudget, StringComparison.Ordinal) => $"{UploadPlan.OutOfBudget}: MaxUpload does not allow the bodies they send",
        var message => message,
    };

    private static IEnumerable<string> Causes(RunResult result, Verdict verdict)
    {
        var own = result with { Cases = [.. result.Cases.Where(one => result.NotJudged is null || one.Message != result.NotJudged)] };
        var rules = BrokenRule.Of(own, verdict);
        foreach (var rule in rules.Take(MostCauses))
        {
            var operations = rule.Cases.Select(one => one.Operation).OfType<string>().Distinct().ToList();
            var where = operations.Count switch
            {
                0 => "",
                <= MostOperations => $" on {string.Join(", ", operations)}",
                _ => $" on {string.Join(", ", operations.Take(MostOperations))} and {operations.Count - MostOperations} more",
            };
            yield return $"  {verdict.ToString().ToLowerInvariant(),-6} {rule.Id}{where}: {ConsoleText.Line(rule.FirstMessage)}";
        }

        if (rules.Count > MostCauses)
        {
            yield return $"         and {rules.Count - MostCauses} more rules, in the report";
        }
    }
}
