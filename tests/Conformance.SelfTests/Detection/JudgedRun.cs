using Conformance.Reporting.Results;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using FluentAssertions;

namespace Conformance.SelfTests.Detection;

/// <summary>What the suite found of one server, run in this process: the same settings, rules and results as by its executable.</summary>
/// <param name="Results">What it wrote.</param>
/// <param name="ExitCode">Its exit code.</param>
internal sealed record JudgedRun(RunResult Results, int ExitCode)
{
    // One of each kind: tokens, reads, unknown resources, refused bodies, large bodies, admin keys, a form, event streams.
    private const string Operations =
        "messages.*,models.list,models.get,batches.create,batches.list,batches.get,batches.results,files.upload,files.list,files.get,"
        + "skills.list,skills.get,completions.create,organization.get,users.get,users.update";

    // Measured of every exchange, and not the same twice.
    private static readonly string[] OfTheExchange = ["outcome", "status", "errorType", "bytesSent", "answeredMs", "delivered", "spreadMs"];

    private static readonly Dictionary<string, string> NoEnvironment = [];

    /// <summary>The rules that the runs apply: all but the examples, whose programs have tests of their own.</summary>
    public static string Rules { get; } = string.Join(
        ',', Catalogue.Rules.Select(rule => rule.Family).Distinct().Where(family => family != "example").Select(family => $"{family}.*"));

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
        var arguments = all.SelectMany(setting => new[] { "--test-parameter", $"{setting.Key}={setting.Value}" }).ToList();
        await using var run = await Run.Create(SettingsReader.Read(arguments, NoEnvironment), Secrets.Embedded, TimeProvider.System);
        await run.Reach();
        if (run.IsReached)
        {
            await run.JudgeAll();
        }

        await run.CleanUp(CancellationToken.None);
        var results = run.Result();
        return new JudgedRun(results, RunVerdict.Of(results).ExitCode);
    }

    /// <summary>What an INFO rule measured, by case, without what differs from one exchange to the next.</summary>
    public string Measured(string rule) =>
        string.Join('\n', Results.Cases.Where(one => one.Rule == rule).Select(one => $"{one.Id} {Observed(one)}"));

    /// <summary>The first message of each rule that was found broken, for the message of a test.</summary>
    public string Reasons() => "\n" + string.Join('\n', Results.Cases
        .Where(one => one.Verdict is Verdict.Fail or Verdict.Warn or Verdict.Error)
        .GroupBy(one => one.Rule)
        .Select(group => $"  {group.First().Verdict} {group.First().Id} ({group.Count()}): {group.First().Message}")) + "\n";

    /// <summary>
    /// No case came to an error, every case that was claimed was judged or says why not, and the exit code says the same.
    /// </summary>
    public void ShouldBeJudged()
    {
        Results.NotJudged.Should().BeNull();
        Results.Cases.Should().NotContain(one => one.Verdict == Verdict.Error, Reasons());
        Results.Cases.Where(one => one.Verdict == Verdict.Skip).Should().OnlyContain(one => !string.IsNullOrEmpty(one.Message));
        (ExitCode == 0).Should().Be(!Broken.Values.Contains(Verdict.Fail), "the exit code is 0 only when no case is fail or error");
    }

    /// <summary>The deciding exchange of each broken case shows what the case says of it.</summary>
    public void ShouldShowItsFaults()
    {
        foreach (var one in Results.Cases.Where(one => one.Verdict is Verdict.Fail or Verdict.Warn))
        {
            one.Expected.Should().NotBeNullOrEmpty(one.Id);
            one.Came.Should().NotBeNull(one.Id);
            one.Marks.Should().NotBeEmpty(one.Id);
            one.Exchanges.Should().Contain(one.Deciding, one.Id);
            var exchange = Results.DecidingOf(one)!;
            foreach (var mark in one.Marks)
            {
                Shows(exchange, mark, one).Should().BeTrue(
                    "{0} came to '{1}', and its exchange {2} is to show {3}", one.Id, one.Came, one.Deciding, mark);
            }
        }
    }

    private static bool Shows(ExchangeInfo exchange, Mark mark, CaseResult one)
    {
        bool Has(string? name) => exchange.Response!.Headers.Any(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return mark.Part switch
        {
            // A status that came is the one of the exchange, where what came begins with one.
            MarkedPart.Status => exchange.Response is { } response
                && (!char.IsAsciiDigit(one.Came![0]) || one.Came.StartsWith($"{response.Status}", StringComparison.Ordinal)),
            MarkedPart.Header => Has(mark.Text),
            MarkedPart.MissingHeader => !Has(mark.Text),
            MarkedPart.Text => exchange.Response!.Body!.Text.Contains(mark.Text!, StringComparison.Ordinal),
            MarkedPart.Body => exchange.Response is not null,
            MarkedPart.Outcome => exchange.Outcome != "answered" || one.Rule is "size.declared-only",
            _ => true,
        };
    }

    private static string Observed(CaseResult one) => string.Join(", ", one.Observed
        .Where(pair => !OfTheExchange.Contains(pair.Key))
        .Select(pair => $"{pair.Key}={pair.Value?.ToJsonString()}"));
}
