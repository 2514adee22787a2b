using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Running;

namespace Conformance.SelfTests.Reports.Samples;

/// <summary>
/// Runs as the suite makes them, with its own rules and operations, and with what a target might have answered.
/// </summary>
internal static class SampleRuns
{
    /// <summary>The number of rules that <see cref="Broken"/> breaks.</summary>
    public const int BrokenRules = 40;

    private const int Cases = 1_500;
    private const string BaseUrl = "https://gateway.example/anthropic";

    // Every verdict that a red run may hold beside its failures, each on the cases of one rule.
    private static readonly Verdict[] Beside = [Verdict.Warn, Verdict.Error, Verdict.Skip, Verdict.Waived, Verdict.Info];

    private static readonly Case[] Chosen = Choose();
    private static readonly string[] Rules = [.. Chosen.Select(one => one.Rule.Id).Distinct()];

    /// <summary>1,500 cases, every promise kept, an exchange each.</summary>
    public static RunResult Green { get; } = Make(one => Result(one, Verdict.Pass));

    /// <summary>40 promises broken at once, and every other verdict too.</summary>
    public static RunResult Broken { get; } = Make(one => Result(one, VerdictOf(Array.IndexOf(Rules, one.Rule.Id))));

    /// <summary>
    /// A target that sends <see cref="HostileText"/> wherever it can: reason, header names and values, bodies, what rules quote.
    /// </summary>
    public static RunResult Hostile { get; } = AsHostile(Broken.Sparse());

    /// <summary>A results.json from somebody else, hostile in every member: what <c>conformance report</c> might be given.</summary>
    public static RunResult Forged { get; } = Forge(Hostile);

    /// <summary>A target that could not be judged at all.</summary>
    public static RunResult NotJudged { get; } = Green with
    {
        Cases = [],
        Exchanges = [],
        Summary = Summary.Of([]),
        NotJudged = "http://127.0.0.1:9/ cannot be judged: nothing listens there",
        NotJudgedReason = new Reason(ReasonKind.Refused),
    };

    /// <summary>The run with one case of each verdict for each rule: every kind of entry, and few of them.</summary>
    public static RunResult Sparse(this RunResult run)
    {
        CaseResult[] cases = [.. run.Cases.DistinctBy(result => (result.Rule, result.Verdict))];
        var named = cases.SelectMany(result => result.Exchanges).ToHashSet();
        return run with { Cases = cases, Exchanges = [.. run.Exchanges.Where(one => named.Contains(one.Id))], Summary = Summary.Of(cases) };
    }

    /// <summary>A run with other cases, counted anew.</summary>
    public static RunResult WithCases(this RunResult run, Func<CaseResult, CaseResult> change)
    {
        CaseResult[] cases = [.. run.Cases.Select(change)];
        return run with { Cases = cases, Summary = Summary.Of(cases) };
    }

    private static Case[] Choose()
    {
        var all = Catalogue.Cases.ToArray();
        return [.. Enumerable.Range(0, Cases).Select(index => all[(int)((long)index * all.Length / Cases)])];
    }

    private static Verdict VerdictOf(int rule) =>
        rule < BrokenRules ? Verdict.Fail : rule - BrokenRules < Beside.Length ? Beside[rule - BrokenRules] : Verdict.Pass;

    private static RunResult Make(Func<Case, (CaseResult Result, ExchangeInfo? Exchange)> result)
    {
        var made = Chosen.Select(result).ToList();
        CaseResult[] cases = [.. made.Select(one => one.Result).OrderBy(one => one.Id, StringComparer.Ordinal)];
        return new RunResult(
            new SuiteInfo("1.0.0"),
            new TargetInfo(BaseUrl, false, [], ["1.1"]),
            new() { ["Strict"] = "false", ["Contract"] = "2026-10", ["ApiVersion"] = "2023-06-01", ["BaseUrl"] = BaseUrl },
            new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero),
            43_210.5,
            Summary.Of(cases),
            [
                .. Operations.All.Select(
                    operation =>
                        new OperationInfo(operation.Id, operation.Method, operation.Path, operation.Group.ToString().ToLowerInvariant()))
            ],
            [.. Catalogue.Rules.Select(rule => rule.Info)],
            [.. made.Select(one => one.Exchange).OfType<ExchangeInfo>()],
            cases);
    }

    private static (CaseResult, ExchangeInfo?) Result(Case one, Verdict verdict)
    {
        var status = verdict switch { Verdict.Fail or Verdict.Waived => 403, Verdict.Warn => 200, _ => 401 };
        var message = verdict switch
        {
            Verdict.Pass => null,
            Verdict.Error => "the answer did not come within 30 s",
            Verdict.Skip => "no admin key: set CONFORMANCE_ADMIN_API_KEY to judge the Admin API",
            Verdict.Waived => "waived until 2027-01-31: the vendor mends it in January (expected 401, got 403)",
            Verdict.Info => "limit found: 33,554,432 bytes",
            _ => string.Create(CultureInfo.InvariantCulture, $"expected 401 authentication_error, got {status} permission_error"),
        };
        var reason = verdict switch
        {
            Verdict.Error => new Reason(ReasonKind.Lost),
            Verdict.Skip => new Reason(ReasonKind.NoKey),
            _ => null,
        };
        var exchange = verdict == Verdict.Skip
            ? null
            : Exchange(
                string.Create(CultureInfo.InvariantCulture, $"x{Array.IndexOf(Chosen, one) + 1}"),
                one.Operation,
                status,
                answered: verdict != Verdict.Error);
        // Each rule expects something of its own, so that each is a cause of its own.
        return (
            new CaseResult(
                one.Id, one.Rule.Id, one.Operation?.Id, one.Variant, verdict, reason, message,
                verdict == Verdict.Skip ? null : $"401 authentication_error ({one.Rule.Id})",
                reason is null ? string.Create(CultureInfo.InvariantCulture, $"{status} permission_error") : null,
                12.25,
                verdict == Verdict.Skip
                    ? []
                    : new() { ["status"] = verdict == Verdict.Error ? null : status, ["errorType"] = "permission_error" },
                exchange is null ? [] : [exchange.Id],
                reason is null ? exchange?.Id : null)
            {
                Marks = verdict is Verdict.Fail or Verdict.Warn or Verdict.Waived ? [new Mark(MarkedPart.Status)] : [],
            },
            exchange);
    }

    private static ExchangeInfo Exchange(string id, Operation? operation, int status, bool answered)
    {
        var method = operation?.Method ?? "POST";
        var sent = method == "POST"
            ? new BodyInfo(78, """{"model":"claude-haiku-4-5","max_tokens":1,"messages":[{"role":"user"}]}""", false)
            : null;
        var came = $$$"""{"type":"error","error":{"type":"permission_error","message":"No."},"request_id":"req_{{{status}}}"}""";
        HeaderInfo[] answer =
        [
            new("Content-Type", "application/json"),
            new("request-id", $"req_{operation?.Id}"),
            new("anthropic-organization-id", "0f5b7a52-2c0b-4b3e-8d3d-6f1f6f2c9a10"),
        ];
        return new ExchangeInfo(
            id,
            new RequestInfo(
                method, BaseUrl + (operation?.Path ?? "/v1/messages"), "1.1",
                [
                    new("x-api-key", "[redacted]"), new("anthropic-version", "2023-06-01"), new("content-type", "application/json")
                ], sent, sent?.Bytes ?? 0),
            answered ? new ResponseInfo(status, "Forbidden", "1.1", answer, new BodyInfo(came.Length, came, false)) : null,
            answered ? "answered" : "timeout",
            answered ? null : "no answer within 30 s",
            1,
            new TimingInfo(1.25, answered ? 8.5 : null, 9.75));
    }

    private static RunResult AsHostile(RunResult run) => run.WithCases(AsHostile) with
    {
        Exchanges = [.. run.Exchanges.Select(AsHostile)],
        ExtraHeaders = [HostileText.All],
        Leftovers = [new Leftover(HostileText.All, HostileText.All)],
    };

    private static CaseResult AsHostile(CaseResult result) => result with
    {
        Message = result.Message is { } message ? $"{message}: {HostileText.All}" : null,
        Came = result.Came is { } came ? $"{came}: {HostileText.All}" : null,
        Observed = new()
        {
            ["status"] = 403,
            ["errorType"] = HostileText.All,
            ["names"] = new JsonArray(HostileText.Markup, HostileText.Commands),
        },
        Marks = result.Marks.Count == 0
            ? []
            :
            [
                .. result.Marks, new(MarkedPart.Text, HostileText.Markup), new(MarkedPart.Header, HostileText.Markup),
                new(MarkedPart.MissingHeader, HostileText.All)
            ],
        Intermittent = result.Verdict == Verdict.Fail ? new Repetition(1, 3) : null,
    };

    private static ExchangeInfo AsHostile(ExchangeInfo exchange) => exchange with
    {
        Detail = exchange.Detail is null ? null : HostileText.All,
        Response = exchange.Response is not { } response ? null : response with
        {
            Reason = HostileText.All,
            Headers =
            [
                .. response.Headers, new(HostileText.Markup, HostileText.Invisible), new("x-" + HostileText.Commands, HostileText.Markdown),
                new("location", "javascript:window.pwned=1")
            ],
            Body = new BodyInfo(HostileText.All.Length, HostileText.All, true, null),
        },
    };

    private static RunResult Forge(RunResult run)
    {
        const string text = HostileText.All;
        var exchange = run.Exchanges.First(one => one.Response is not null) with { Id = text };
        exchange = exchange with
        {
            Request = new RequestInfo(text, text, text, [new(text, text)], new BodyInfo(1, text, false, text), 1),
            Response = exchange.Response! with { HttpVersion = text },
            Outcome = text,
        };
        var forged = new CaseResult(
            text, text + ".x", text, text, Verdict.Fail, new Reason(ReasonKind.OtherRule, text), text, text, text, 1,
            new() { [text] = text }, [text], text)
        {
            Marks = [.. Enum.GetValues<MarkedPart>().Select(part => new Mark(part, text))],
            Intermittent = new Repetition(1, 3),
            Flaky = true,
        };
        CaseResult[] cases =
        [
            .. run.Cases, forged, forged with { Id = text + "2", Verdict = Verdict.Error },
            forged with { Id = text + "3", Verdict = Verdict.Skip }
        ];
        return run with
        {
            Suite = new SuiteInfo(text),
            Target = new TargetInfo(text, false, [text], [text]),
            Exchanges = [.. run.Exchanges, exchange],
            Settings = new() { [text] = text, ["Contract"] = text },
            Cases = cases,
            Summary = Summary.Of(cases),
            Rules = [.. run.Rules, new RuleInfo(text + ".x", text, text, text, [text], new Clause(text, text, text))],
            Operations = [.. run.Operations, new OperationInfo(text, text, text, text)],
            StaleWaivers = [text],
        };
    }
}
