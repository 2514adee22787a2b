using Conformance.Reference;
using Conformance.Reporting.Results;
using Conformance.SelfTests.Support;
using Conformance.Suite.Running;
using FluentAssertions;

namespace Conformance.SelfTests.Detection;

/// <summary>What the suite, run as its user runs it, found of one server.</summary>
/// <param name="Results">What it wrote.</param>
/// <param name="ExitCode">Its exit code.</param>
internal sealed record JudgedRun(RunResult Results, int ExitCode)
{
    // One of each kind: tokens, reads, unknown resources, refused bodies, large bodies, admin keys, a form, event streams.
    private const string Operations =
        "messages.*,models.list,models.get,batches.create,batches.list,batches.results,files.upload,organization.get,users.get,users.update";

    // Measured of every exchange, and not the same twice.
    private static readonly string[] OfTheExchange = ["outcome", "status", "errorType", "bytesSent", "answeredMs", "delivered", "spreadMs"];

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["CONFORMANCE_API_KEY"] = ReferenceKeys.Api,
        ["CONFORMANCE_ADMIN_API_KEY"] = ReferenceKeys.Admin,

        // A process that lives for a second does not earn back what the runtime invests in one that lives for days.
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_TC_CallCountThreshold"] = "200",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_GCgen0size"] = "0x8000000",
    };

    /// <summary>The rules that the runs apply: all but the examples, whose programs have tests of their own.</summary>
    public static string Rules { get; } = string.Join(',', Catalogue.Rules.Select(rule => rule.Family).Distinct().Where(family => family != "example").Select(family => $"{family}.*"));

    /// <summary>The verdict of each rule that was found broken.</summary>
    public IReadOnlyDictionary<string, Verdict> Broken => Results.Cases
        .Where(one => one.Verdict is Verdict.Fail or Verdict.Warn)
        .GroupBy(one => one.Rule)
        .ToDictionary(group => group.Key, group => group.Min(one => one.Verdict));

    /// <summary>Runs the suite.</summary>
    /// <param name="baseUrl">The server.</param>
    /// <param name="settings">Settings beside or in place of those of every such run.</param>
    public static async Task<JudgedRun> Of(string baseUrl, IReadOnlyDictionary<string, string> settings)
    {
        var all = new Dictionary<string, string> { ["Operations"] = Operations, ["Rules"] = Rules };
        foreach (var (name, value) in ExactLimits.Settings.Concat(settings))
        {
            all[name] = value;
        }

        all["BaseUrl"] = baseUrl;
        var process = await SuiteProcess.Run([.. all.SelectMany(setting => new[] { "--test-parameter", $"{setting.Key}={setting.Value}" })], Environment);
        process.HasResults.Should().BeTrue(process.Output + process.Errors);
        var run = new JudgedRun(process.Results, process.ExitCode);
        Directory.Delete(process.Directory, recursive: true);
        return run;
    }

    /// <summary>What an INFO rule measured, by case, without what differs from one exchange to the next.</summary>
    public string Measured(string rule) => string.Join('\n', Results.Cases.Where(one => one.Rule == rule).Select(one =>
        $"{one.Id} {string.Join(", ", one.Observed.Where(pair => !OfTheExchange.Contains(pair.Key)).Select(pair => $"{pair.Key}={pair.Value?.ToJsonString()}"))}"));

    /// <summary>The first message of each rule that was found broken, for the message of a test.</summary>
    public string Reasons() => "\n" + string.Join('\n', Results.Cases
        .Where(one => one.Verdict is Verdict.Fail or Verdict.Warn or Verdict.Error)
        .GroupBy(one => one.Rule)
        .Select(group => $"  {group.First().Verdict} {group.First().Id} ({group.Count()}): {group.First().Message}")) + "\n";

    /// <summary>No case came to an error, every case that was claimed was judged or says why not, and the exit code says the same.</summary>
    public void ShouldBeJudged()
    {
        Results.NotJudged.Should().BeNull();
        Results.Cases.Should().NotContain(one => one.Verdict == Verdict.Error, Reasons());
        Results.Cases.Where(one => one.Verdict == Verdict.Skip).Should().OnlyContain(one => !string.IsNullOrEmpty(one.Message));
        (ExitCode == 0).Should().Be(!Broken.Values.Contains(Verdict.Fail), "the exit code is 0 only when no case is fail or error");
    }
}
