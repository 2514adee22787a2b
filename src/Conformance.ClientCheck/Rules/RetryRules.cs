using System.Diagnostics;
using System.Globalization;
using Conformance.Contract;
using static Conformance.Contract.Level;

namespace Conformance.Clients;

/// <summary>What a client does with an error: asks again or not, when, and how often.</summary>
internal static class RetryRules
{
    private const string Policy =
        "Obey `x-should-retry`, else retry 408, 409, 429, ≥ 500, twice; read `retry-after-ms`, then `retry-after` (their source).";

    private const string Repeats =
        "the client sends requests alike by itself, or none alike, so that a retry cannot be told from the next request";

    // More than a client waits by itself before its first retry.
    private const int RetryAfterSeconds = 4;

    // Timers are coarse, and some round down.
    private const double Tolerance = 0.95;

    // Jitter takes up to a quarter of a pause, so that what doubles grows by half at least; and a first pause is measured with
    // all that a client does for the first time.
    private const double Growth = 1.1;

    // Jitter of a quarter makes pauses differ less than this.
    private const double MostSpread = 2;

    // The longest that official clients wait by themselves: from there on a pause need not grow.
    private const double LongestSeconds = 8;

    private static readonly int[] RefusedFor = [400, 401, 403, 404, 413];
    private static readonly int[] FailingFor = [408, 409, 429, 500, 529];

    private static readonly Dictionary<int, Scenario> Refusals =
        RefusedFor.ToDictionary(status => status, status => Scenario.FailingAlways(Text(status), status));

    private static readonly Dictionary<int, Scenario> Failures =
        FailingFor.ToDictionary(status => status, status => Scenario.FailingOnce(Text(status), status));

    private static readonly Scenario RetryAfter = Scenario.FailingOnce("retry-after", 429, ("retry-after", Text(RetryAfterSeconds)));
    private static readonly Scenario DoNotRetry = Scenario.FailingOnce("do-not-retry", 500, ("x-should-retry", "false"));
    private static readonly Scenario DoRetry = Scenario.FailingOnce("do-retry", 400, ("x-should-retry", "true"));
    private static readonly Scenario Overloaded = Scenario.FailingAlways("overloaded", 529);

    private static readonly Clause OfOfficialClients = new(Documents.OfficialClients, "Retries", Policy);

    /// <summary>Everything is refused with 400: what a client does where it cannot but fail.</summary>
    public static Scenario Refused { get; } = Refusals[400];

    /// <summary>The rules.</summary>
    public static IReadOnlyList<ClientRule> All { get; } =
    [
        new("client.refusal-not-retried", Should, Snapshot.June2024, "What is refused for good is not sent again",
            new(Documents.Rfc9110, "9.2.2 Idempotent Methods",
                "A client SHOULD NOT automatically retry a request with a non-idempotent method"))
        {
            Scenarios = [Scenario.Plain, .. Refusals.Values],
            Variants = [.. RefusedFor.Select(Text)],
            Judge = runs => Refusals.SelectMany(refusal => runs.Judge(refusal.Value, run => NotRetried(runs, run), Text(refusal.Key))),
        },
        new("client.retries", Should, Snapshot.October2026, "What failed for a while is sent again", OfOfficialClients)
        {
            Scenarios = [Scenario.Plain, .. Failures.Values],
            Variants = [.. FailingFor.Select(Text)],
            Judge = runs => Failures.SelectMany(failure => runs.Judge(failure.Value, run => Retried(runs, run), Text(failure.Key))),
        },
        new("client.retry-after", Must, Snapshot.October2026, "A retry does not come before retry-after says",
            new(Documents.GatewayRollout, "Client retries", "up to 10 with backoff, honoring `Retry-After`"))
        {
            Scenarios = [Scenario.Plain, RetryAfter],
            Judge = runs => runs.Judge(RetryAfter, run => Waited(runs, run)),
        },
        new("client.should-retry", Should, Snapshot.October2026, "x-should-retry decides whether a request is sent again",
            OfOfficialClients)
        {
            Scenarios = [Scenario.Plain, Failures[500], DoNotRetry, DoRetry],
            Variants = ["false", "true"],
            Judge = runs =>
            [
                .. runs.Judge(DoNotRetry, run => IfItRetries(runs, () => NotRetried(runs, run)), "false"),
                .. runs.Judge(DoRetry, run => IfItRetries(runs, () => Retried(runs, run)), "true"),
            ],
        },
        new("client.backoff", Should, Snapshot.October2026, "The pauses between retries grow",
            new(Documents.GatewayRollout, "Client retries", "up to 10 with backoff, honoring `Retry-After`"))
        {
            Scenarios = [Scenario.Plain, Overloaded],
            IsAskedAgain = true,
            Judge = runs => runs.Judge(Overloaded, run => Grown(runs, run)),
        },
        new("client.retries-end", Should, Snapshot.October2026, "A request is sent again 10 times at most",
            new(Documents.GatewayRollout, "Client retries", "up to 10 with backoff, honoring `Retry-After`"))
        {
            Scenarios = [Scenario.Plain, Overloaded],
            Judge = runs => runs.Judge(Overloaded, run => Ended(runs, run)),
        },
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static ClientFinding NotRetried(ClientRuns runs, ScenarioRun run)
    {
        const string expected = "the request once";
        if (run.Attempts.FirstOrDefault(alike => alike.Count > runs.Usual.Of(alike[0])) is { } again)
        {
            var usual = runs.Usual.Of(again[0]);
            return ClientFinding.Broken(
                usual == 1 ? expected : $"the request {usual} times, as where nothing fails", $"it came {again.Count} times") with
            {
                Deciding = again[^1],
            };
        }

        return runs.Attempts(run) is [var once, ..]
            ? ClientFinding.Kept(expected, "it came once") with { Deciding = once[0] }
            : ClientFinding.NotSeen(Repeats);
    }

    private static ClientFinding Retried(ClientRuns runs, ScenarioRun run)
    {
        const string expected = "the request again";
        var attempts = runs.Attempts(run);
        var once = attempts.FirstOrDefault(alike => alike.Count == 1);
        return attempts.Count == 0 ? ClientFinding.NotSeen(Repeats)
            : once is null
            ? ClientFinding.Kept(expected, "it came again") with { Deciding = attempts[0][1] }
            : run.Ending.Kind == ClientEndingKind.TimedOut ? StillRunning(once[0])
            : ClientFinding.Broken(expected, $"it came once ({run.Ending.Words})") with { Deciding = once[0] };
    }

    private static ClientFinding IfItRetries(ClientRuns runs, Func<ClientFinding> judge)
    {
        var failed = runs.Of(Failures[500]);
        var attempts = failed.SelectMany(runs.Attempts).ToList();
        return attempts.Exists(alike => alike.Count > 1) ? judge()
            : attempts.Count == 0 ? ClientFinding.NotSeen(Repeats)
            : failed.Any(run => run.Ending.Kind == ClientEndingKind.TimedOut) ? StillRunning(attempts[0][0])
            : ClientFinding.NotSeen("the client sends nothing again, whatever the answer says");
    }

    private static ClientFinding StillRunning(ClientRequest once) => ClientFinding.NotJudged(
        Reporting.Results.ReasonKind.Timeout, "the client was still running when its time was over, and may have waited to ask again") with
    {
        Deciding = once,
    };

    private static ClientFinding Waited(ClientRuns runs, ScenarioRun run)
    {
        var pauses = runs.Attempts(run).Where(alike => alike.Count > 1)
            .Select(alike => (Again: alike[1], Seconds: Pauses(alike)[0])).ToList();
        if (pauses.Count == 0)
        {
            return ClientFinding.NotSeen("the client did not send the request again");
        }

        var (again, seconds) = pauses.MinBy(pause => pause.Seconds);
        var expected = FormattableString.Invariant($"a pause of {RetryAfterSeconds} s");
        var came = FormattableString.Invariant($"the request came again after {seconds:0.00} s");
        return (seconds < RetryAfterSeconds * Tolerance ? ClientFinding.Broken(expected, came) : ClientFinding.Kept(expected, came)) with
        {
            Deciding = again,
        };
    }

    // A machine that is slow makes pauses longer and none shorter, so the shortest of several runs is nearest to what was meant.
    private static ClientFinding Grown(ClientRuns runs, ScenarioRun first)
    {
        var all = runs.Of(Overloaded).SelectMany(runs.Attempts).Where(alike => alike.Count > 2).Select(Pauses).ToList();
        if (all.Count == 0)
        {
            return ClientFinding.NotSeen("the client did not send the request again twice, and one pause cannot grow");
        }

        // Whoever waits for a random part of a growing time has pauses that say nothing by themselves.
        var varies = Spread(all.Select(pauses => pauses[0])) > MostSpread || Spread(all.Select(pauses => pauses[^1])) > MostSpread;
        var grows = all.Min(pauses => pauses[^1]) >= Math.Min(Growth * all.Min(pauses => pauses[0]), LongestSeconds)
            || (varies && all.Sum(pauses => pauses[^1]) > all.Sum(pauses => pauses[0]));
        const string expected = "pauses that grow";
        var came = "they were " + string.Join(
            "; ",
            all.Select(pauses => string.Join(
                ", ", pauses.Select(seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s")))));
        if (!grows && varies)
        {
            return ClientFinding.NotSeen($"{came}: random, so that three runs do not tell whether they grow");
        }

        return (grows ? ClientFinding.Kept(expected, came) : ClientFinding.Broken(expected, came)) with
        {
            Deciding = runs.Attempts(first).FirstOrDefault(alike => alike.Count > 2)?[2],
        };
    }

    private static ClientFinding Ended(ClientRuns runs, ScenarioRun run)
    {
        var longest = run.Attempts.MaxBy(alike => alike.Count)!;
        var usual = runs.Usual.Of(longest[0]);
        var again = longest.Count - usual;
        if (again <= 0)
        {
            return usual > 1 || runs.Usual.IsMoreOfKind(longest[0], run.Requests)
                ? ClientFinding.NotSeen(Repeats)
                : ClientFinding.NotSeen("the client sends nothing again");
        }

        var expected = $"at most {ScenarioDirector.MostRetries} retries" + (usual == 1 ? "" : $" of each of {usual} requests alike");
        return (again > ScenarioDirector.MostRetries * usual ? ClientFinding.Broken(expected, $"there were {again}, and no end to be seen")
            : run.Ending.Kind == ClientEndingKind.TimedOut
                ? ClientFinding.NotJudged(
                    Reporting.Results.ReasonKind.Timeout,
                    $"after {again} retries the client was still running; --timeout gives it more time")
            : ClientFinding.Kept(expected, $"there were {again}")) with
        {
            Deciding = longest[^1],
        };
    }

    private static double Spread(IEnumerable<double> pauses)
    {
        var all = pauses.ToList();
        return all.Max() / Math.Max(all.Min(), double.Epsilon);
    }

    // From the moment the answer was sent, which is before the client had it, to that at which the next request was there.
    private static double[] Pauses(IReadOnlyList<ClientRequest> alike) =>
    [
        .. alike.Zip(alike.Skip(1), (before, after) =>
            Stopwatch.GetElapsedTime(before.Arrival.Answer.HeadAt ?? before.Arrival.At, after.Arrival.At).TotalSeconds),
    ];
}
