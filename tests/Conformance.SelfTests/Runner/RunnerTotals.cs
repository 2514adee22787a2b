using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.SelfTests.Support;

namespace Conformance.SelfTests.Runner;

/// <summary>The totals that the test runner prints at its end.</summary>
internal sealed partial record RunnerTotals(int Total, int Failed, int Succeeded, int Skipped)
{
    /// <summary>Reads them off the console of a run.</summary>
    public static RunnerTotals Of(SuiteProcess run)
    {
        return new RunnerTotals(Number("total"), Number("failed"), Number("succeeded"), Number("skipped"));

        int Number(string name) => int.Parse(
            Line().Matches(run.Output).Last(match => match.Groups["name"].Value == name).Groups["number"].Value,
            CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^  (?<name>\w+): (?<number>\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
