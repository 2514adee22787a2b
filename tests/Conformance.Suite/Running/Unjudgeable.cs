using Conformance.Reporting.Results;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>
/// Tells what says nothing about the contract: a way that leads nowhere, a target that gives no answer, one that is limited or
/// overloaded to the end. Every exchange of every rule passes here before it is judged.
/// </summary>
internal static class Unjudgeable
{
    /// <summary>Why an exchange says nothing about the contract; null where it can be judged.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="judges">The outcomes that the rule judges itself.</param>
    public static Reason? Why(Exchange exchange, JudgedOutcomes judges)
    {
        (ReasonKind Kind, JudgedOutcomes Judged)? found = exchange switch
        {
            { Outcome: Outcome.Answered, Response.Status: 429 } => (ReasonKind.RateLimited, JudgedOutcomes.RateLimited),
            { Outcome: Outcome.Answered, Response.Status: 529 } => (ReasonKind.Overloaded, JudgedOutcomes.Overloaded),
            { Outcome: Outcome.Answered, Response.Status: >= 520 and <= 530 } => (ReasonKind.Edge, JudgedOutcomes.Edge),
            { Outcome: Outcome.Answered } => null,
            { Outcome: Outcome.Reset } => (ReasonKind.Reset, JudgedOutcomes.Reset),
            { Outcome: Outcome.Timeout } => (ReasonKind.Timeout, JudgedOutcomes.Timeout),
            { Outcome: Outcome.Refused } => (ReasonKind.Refused, JudgedOutcomes.Refused),
            { Outcome: Outcome.Unresolved } => (ReasonKind.Unresolved, JudgedOutcomes.None),
            { Outcome: Outcome.Tls } => (ReasonKind.Tls, JudgedOutcomes.None),
            { Outcome: Outcome.Excessive } => (ReasonKind.Excessive, JudgedOutcomes.None),
            _ => (ReasonKind.Malformed, JudgedOutcomes.Malformed),
        };
        return found is var (kind, judged) && (judged == JudgedOutcomes.None || !judges.HasFlag(judged)) ? new Reason(kind) : null;
    }

    /// <summary>The same in words: the leg, the request and what came of it.</summary>
    public static string Words(Exchange exchange, Reason reason)
    {
        var leg = reason.Kind switch
        {
            ReasonKind.Edge => "an edge in front of the target",
            _ when reason.Fault == Fault.Network => "the way to the target",
            _ => "the target",
        };
        var what = exchange switch
        {
            { Response.Status: var status, Outcome: Outcome.Answered } when exchange.Attempts > 1 =>
                $"still answered {status} after {exchange.Attempts} attempts",
            { Response.Status: var status, Outcome: Outcome.Answered } => $"answered {status}",
            _ => exchange.Detail ?? exchange.Outcome.ToString(),
        };
        return $"{leg}: {exchange.Request}: {what}";
    }

    /// <summary>Ends the case where an exchange of it cannot be judged.</summary>
    /// <exception cref="NotJudgedException">It cannot.</exception>
    public static Exchange Refuse(Exchange exchange, JudgedOutcomes judges) =>
        Why(exchange, judges) is { } reason ? throw new NotJudgedException(reason, Words(exchange, reason)) : exchange;
}
