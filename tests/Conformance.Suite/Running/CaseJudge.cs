using System.Diagnostics;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;
using Conformance.Suite.Assertions;

namespace Conformance.Suite.Running;

/// <summary>Runs the method of a rule for one case, and makes what came of it the result of the case.</summary>
internal sealed class CaseJudge(Run run)
{
    /// <summary>How often a small request that broke a promise is sent again, to tell a fault that comes and goes.</summary>
    private const int Repetitions = 2;

    private readonly Absence _absence = new(run);

    public async Task<CaseResult> Judge(Case one)
    {
        var started = Stopwatch.GetTimestamp();
        List<CaseContext> contexts = [new CaseContext(one, run)];
        var outcome = await RunOnce(contexts[0]);
        CaseContext? earlier = null;
        if (Absence.Explains(outcome) && await IsBack(started))
        {
            earlier = contexts[0];
            contexts = [new CaseContext(one, run) { NeededPatience = true }];
            outcome = await RunOnce(contexts[0]);
        }

        if (outcome.IsBroken && one.Rule.Attribute.IsTimed && await AskedInQuiet(one) is var (quiet, inQuiet))
        {
            (earlier, contexts, outcome) = (contexts[0], [quiet], inQuiet);
        }

        var asked = 1;
        var broken = outcome.IsBroken ? 1 : 0;
        while (outcome.IsBroken && MayRepeat(one) && contexts.Count <= Repetitions)
        {
            var again = contexts[0].Again(contexts.Count);
            contexts.Add(again);
            var repeated = await RunOnce(again);
            asked += repeated.Kind == CaseOutcome.Kinds.NotJudged ? 0 : 1;
            broken += repeated.IsBroken ? 1 : 0;
        }

        if (earlier is not null)
        {
            contexts.Add(earlier);
        }

        return Result(
            one, contexts, outcome, broken < asked && broken > 0 ? new Repetition(broken, asked) : null, Stopwatch.GetElapsedTime(started));
    }

    private static bool MayRepeat(Case one) => one.Rule.Uploads is null && !one.Rule.Attribute.IsAskedOnce && one.Level != Level.Info;

    /// <summary>Runs a case again while no large body is under way; null where the run ends before.</summary>
    private async Task<(CaseContext Context, CaseOutcome Outcome)?> AskedInQuiet(Case one)
    {
        try
        {
            using var quiet = await run.WithoutLargeBodies();
            var context = new CaseContext(one, run);
            var outcome = await RunOnce(context);
            context.NeededPatience = outcome.Kind == CaseOutcome.Kinds.Kept;
            return (context, outcome);
        }
        catch (OperationCanceledException) when (run.End.Reason is not null)
        {
            return null;
        }
    }

    private async Task<bool> IsBack(long since)
    {
        try
        {
            return await _absence.IsOver(since);
        }
        catch (OperationCanceledException) when (run.End.Reason is not null)
        {
            return false;
        }
    }

    private async Task<CaseOutcome> RunOnce(CaseContext context)
    {
        CaseContext.Enter(context);
        var one = context.Case;
        try
        {
            if (run.Claims.WhyNot(one) is { } not)
            {
                return not;
            }

            await Prepare(one);
            await one.Rule.Assert(one);
            return await StillThere(context, CaseOutcome.Ended(context));
        }
        catch (OperationCanceledException) when (run.End is { Reason: { } reason, Why: { } why })
        {
            return CaseOutcome.NotRun(reason, why);
        }
        catch (Exception exception)
        {
            return await StillThere(context, Said(one, CaseOutcome.Of(context, exception)));
        }
    }

    /// <summary>
    /// A request that came to no answer is evidence only where others are answered afterwards: otherwise the way to the target, or
    /// all of the target, is what fails.
    /// </summary>
    private async Task<CaseOutcome> StillThere(CaseContext context, CaseOutcome outcome)
    {
        if (!outcome.IsBroken || context.Case.Rule.Attribute.SeesBothSides || context.Deciding?.Exchange is not { Response: null })
        {
            return outcome;
        }

        try
        {
            return await run.Target.Unanswered(context.Case.Operation) is { } control
                && Unjudgeable.Why(control, JudgedOutcomes.None) is { } reason
                ? CaseOutcome.NotRun(reason, $"{outcome.Message}; and so came a small one: {Unjudgeable.Words(control, reason)}")
                : outcome;
        }
        catch (OperationCanceledException) when (run.End is { Reason: { } reason, Why: { } why })
        {
            return CaseOutcome.NotRun(reason, why);
        }
    }

    /// <summary>A case may leave it to another rule to say what is wrong only where the run asks that rule.</summary>
    private CaseOutcome Said(Case one, CaseOutcome outcome) =>
        outcome.Reason is { Kind: ReasonKind.OtherRule, Rule: { } rule } && one.Level != Level.Info && run.Claims.LeavesOut(rule)
            ? CaseOutcome.NotRun(new Reason(ReasonKind.RuleLeftOut, rule), $"{outcome.Message}, which the setting Rules leaves out")
            : outcome;

    /// <summary>The operation must work as far as the rule needs it to.</summary>
    private async Task Prepare(Case one)
    {
        var needs = one.Rule.Attribute.Needs;
        if (one.Operation is { } operation && needs != Needs.Nothing
            && await run.Target.BaselineOf(operation) is { Rule: { } rule, Why: { } why } baseline && baseline.Meets < needs)
        {
            Skip.See(rule, why);
        }
    }

    private CaseResult Result(Case one, List<CaseContext> contexts, CaseOutcome outcome, Repetition? intermittent, TimeSpan duration)
    {
        var first = contexts[0];
        var deciding = outcome.Kind == CaseOutcome.Kinds.NotJudged ? null : first.Deciding;
        var exchanges = contexts.SelectMany(context => context.Exchanges).Distinct(
            ReferenceEqualityComparer.Instance).Cast<Wire.Exchange>().ToList();
        var message = intermittent is { } some ? $"broken {some.Broken} of {some.Of} times: {outcome.Message}" : outcome.Message;
        return new CaseResult(
            one.Id,
            one.Rule.Id,
            one.Operation?.Id,
            one.Variant,
            outcome.For(one.Level, run.Settings.Strict),
            outcome.Reason,
            Shown(message),
            Shown(deciding?.Expected),
            Shown(deciding?.Came),
            Math.Round(duration.TotalMilliseconds, 2),
            Observed(first, deciding),
            [.. exchanges.Select(run.Exchanges.IdOf)],
            deciding?.Exchange is { } decided ? run.Exchanges.IdOf(decided) : null)
        {
            Marks = deciding is null
                ? []
                : [.. deciding.Marks.Select(mark => mark with { Text = mark.Text is { } text ? run.Redactor.Text(text) : null })],
            Intermittent = intermittent,
            Flaky = contexts.Exists(context => context.NeededPatience) || exchanges.Exists(exchange => exchange.Attempts > 1),
        };
    }

    private string? Shown(string? text) => text is null ? null : VisibleText.Line(run.Redactor.Text(text));

    private SortedDictionary<string, JsonNode?> Observed(CaseContext context, Judgement? deciding)
    {
        var observed = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (name, value) in context.Observed)
        {
            observed[name] = value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String
                ? run.Redactor.Text(text.GetValue<string>())
                : value;
        }

        if (deciding?.Exchange is not { } exchange)
        {
            return observed;
        }

        if (exchange.Outcome != Wire.Outcome.Answered)
        {
            observed.TryAdd("outcome", exchange.Outcome.ToString().ToLowerInvariant());
        }

        if (exchange.Response is { } response)
        {
            observed.TryAdd("status", response.Status);
            if (AnswerBody.ErrorType(exchange) is { } type)
            {
                observed.TryAdd("errorType", run.Redactor.Text(type));
            }
        }

        if (exchange.Request.Body is not null)
        {
            observed.TryAdd("bytesSent", exchange.BytesSent);
        }

        return observed;
    }
}
