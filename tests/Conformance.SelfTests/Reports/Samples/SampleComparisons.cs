using Conformance.Reporting.Comparisons;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;

namespace Conformance.SelfTests.Reports.Samples;

/// <summary>Comparisons of the sample runs, and their pages, written once for all tests.</summary>
internal static class SampleComparisons
{
    /// <summary>The names of the comparisons.</summary>
    public static readonly string[] Names = ["same", "gateway", "hostile"];

    private static readonly Dictionary<string, Lazy<Task<string>>> Files = Names.ToDictionary(
        name => name, name => new Lazy<Task<string>>(() => Write(name)));

    /// <summary>The comparison of a name.</summary>
    public static Comparison Of(string name) => name switch
    {
        "same" => Comparison.Of([new("yesterday", SampleRuns.Green), new("today", SampleRuns.Green)]),
        "gateway" =>
            Comparison.Of(
                [
                    new("direct", SampleRuns.Green with { Target = new TargetInfo("https://api.example", false, [], []) }),
                    new("gateway", SampleRuns.Broken)
                ]),
        "hostile" =>
            Comparison.Of([new(HostileText.All, SampleRuns.Forged), new("green", SampleRuns.Green), new("hostile", SampleRuns.Hostile)]),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such comparison"),
    };

    /// <summary>The page of a comparison.</summary>
    public static Task<string> FileOf(string name) => Files[name].Value;

    private static async Task<string> Write(string name)
    {
        var file = Path.Combine(TestDirectory.Create(), "comparison.html");
        await ComparisonHtml.WriteAsync(Of(name), file);
        return file;
    }
}
