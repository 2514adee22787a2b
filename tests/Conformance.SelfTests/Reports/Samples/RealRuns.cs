using Conformance.Reference;
using Conformance.SelfTests.Detection;
using Conformance.SelfTests.Support;

namespace Conformance.SelfTests.Reports.Samples;

/// <summary>
/// Runs of the suite against the reference server, made once for all tests: to the letter, and with forty deviations at once.
/// </summary>
internal static class RealRuns
{
    /// <summary>How many promises the second server is told to break.</summary>
    public const int Broken = 40;

    private static readonly Lazy<Task<SuiteProcess>> OfTheLetter = new(() => Run([]));
    private static readonly Lazy<Task<SuiteProcess>> WithDeviations = new(() => Run([.. Forty().Select(deviation => deviation.Name)]));

    /// <summary>The run against the server that keeps every promise.</summary>
    public static Task<SuiteProcess> Green => OfTheLetter.Value;

    /// <summary>The run against the server with forty deviations.</summary>
    public static Task<SuiteProcess> FortyDeviations => WithDeviations.Value;

    // None that hides another, and each for another rule.
    private static IEnumerable<Deviation> Forty()
    {
        var rules = new HashSet<string>();
        return Deviations.All
            .Where(deviation => deviation.Settings.Count == 0 && deviation.Masks.Count == 0)
            .Where(deviation => deviation.Rules.Any(rules.Add))
            .Take(Broken);
    }

    private static async Task<SuiteProcess> Run(IReadOnlyList<string> deviations)
    {
        await using var server = await ReferenceServer.StartAsync(ExactLimits.On(new ReferenceServerOptions { Deviations = deviations }));
        return await ExternalRun.Against(server.BaseUrl, [
            .. ExactLimits.Settings.Select(setting => (setting.Key, setting.Value)),
            ("Operations", "messages.*,models.*,batches.*,files.*,users.*"),
            ("Rules", JudgedRun.Rules)]);
    }
}
