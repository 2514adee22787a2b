using Conformance.Contract;
using Conformance.Reporting.Results;
using NUnit.Framework;

namespace Conformance.Suite.Running;

/// <summary>What came of running the method of a rule, before level, strictness and waivers make it a verdict.</summary>
/// <param name="Kind">What came of it.</param>
/// <param name="Message">Why, in one line; null where the promise is kept.</param>
/// <param name="Fault">Whose fault it is, when the case could not be judged.</param>
internal sealed record CaseOutcome(CaseOutcome.Kinds Kind, string? Message = null, Fault? Fault = null)
{
    /// <summary>The promise is kept.</summary>
    public static readonly CaseOutcome Kept = new(Kinds.Kept);

    public enum Kinds
    {
        Kept,
        Broken,
        NotJudged,
        Skipped,
    }

    public static CaseOutcome Broken(string message) => new(Kinds.Broken, message);

    /// <summary>What an exception of the method means. Anything unforeseen is the suite's own fault.</summary>
    public static CaseOutcome Of(Exception exception) => exception switch
    {
        AssertionException => Broken(exception.Message),
        IgnoreException => new CaseOutcome(Kinds.Skipped, exception.Message),
        NotJudgedException notJudged => new CaseOutcome(Kinds.NotJudged, exception.Message, notJudged.Fault),
        AggregateException { InnerExceptions: [var only] } => Of(only),
        _ => new CaseOutcome(Kinds.NotJudged, $"fault of the suite: {exception.GetType().Name}: {exception.Message}", Running.Fault.Suite),
    };

    /// <summary>The verdict of a rule of a level, in a strict run or another; a waiver may come after it.</summary>
    public Verdict For(Level level, bool strict) => Kind switch
    {
        Kinds.NotJudged => Verdict.Error,
        Kinds.Skipped => Verdict.Skip,
        _ when level == Level.Info => Verdict.Info,
        Kinds.Kept => Verdict.Pass,
        _ when level == Level.Should && !strict => Verdict.Warn,
        _ => Verdict.Fail,
    };
}
