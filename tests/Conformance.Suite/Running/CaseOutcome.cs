using Conformance.Contract;
using Conformance.Reporting.Results;

namespace Conformance.Suite.Running;

/// <summary>What came of running the method of a rule, before level, strictness and waivers make it a verdict.</summary>
/// <param name="Kind">What came of it.</param>
/// <param name="Message">Why, in one line; null where the promise is kept.</param>
/// <param name="Reason">Why it was not judged; null where it was.</param>
internal sealed record CaseOutcome(CaseOutcome.Kinds Kind, string? Message = null, Reason? Reason = null)
{
    public enum Kinds
    {
        Kept,
        Broken,
        NotJudged,
    }

    public bool IsBroken => Kind == Kinds.Broken;

    /// <summary>What a method that came to its end means. A rule that judged nothing has kept nothing.</summary>
    public static CaseOutcome Ended(CaseContext context) => context.Deciding switch
    {
        null => Fault("the rule judged nothing"),
        { Holds: false } broken => new CaseOutcome(Kinds.Broken, broken.Message),
        _ => new CaseOutcome(Kinds.Kept),
    };

    /// <summary>What an exception of the method means. Anything unforeseen is the suite's own fault.</summary>
    public static CaseOutcome Of(CaseContext context, Exception exception) => exception switch
    {
        NotJudgedException { Reason: { Kind: ReasonKind.OtherRule, Rule: { } rule } } when !context.Case.Rule.DependsOn.Contains(rule) =>
            Fault($"{context.Case.Rule.Id} does not say that it depends on {rule}"),
        NotJudgedException notJudged => new CaseOutcome(Kinds.NotJudged, exception.Message, notJudged.Reason),
        AggregateException { InnerExceptions: [var only] } => Of(context, only),
        _ when context.Deciding is { Holds: false } broken => new CaseOutcome(Kinds.Broken, broken.Message),
        _ => Fault($"{exception.GetType().Name}: {exception.Message}"),
    };

    /// <summary>A case that was not run, with the reason.</summary>
    public static CaseOutcome NotRun(Reason reason, string message) => new(Kinds.NotJudged, message, reason);

    /// <summary>The verdict of a rule of a level, in a strict run or another; a waiver may come after it.</summary>
    public Verdict For(Level level, bool strict) => Kind switch
    {
        Kinds.NotJudged => Reason!.Fault is null ? Verdict.Skip : Verdict.Error,
        _ when level == Level.Info => Verdict.Info,
        Kinds.Kept => Verdict.Pass,
        _ when level == Level.Should && !strict => Verdict.Warn,
        _ => Verdict.Fail,
    };

    private static CaseOutcome Fault(string what) => new(Kinds.NotJudged, $"fault of the suite: {what}", new Reason(ReasonKind.Suite));
}
