using System.Diagnostics.CodeAnalysis;
using Conformance.Reporting.Results;

namespace Conformance.Suite.Running;

/// <summary>Ends a case that has nothing to judge, with the reason as a value.</summary>
internal static class Skip
{
    /// <summary>Why a case is not claimed whose request needs a text of its own.</summary>
    public const string OwnText = "not claimed: Prompt is all that the target answers, and this needs a text of its own";

    /// <summary>Another rule already says what is wrong.</summary>
    /// <param name="rule">Its id: one of those that the case's rule depends on.</param>
    /// <param name="why">What is wrong, in one line.</param>
    [DoesNotReturn]
    public static void See(string rule, string why) =>
        throw new NotJudgedException(new Reason(ReasonKind.OtherRule, rule), $"{why}: see {rule}");

    /// <summary>The target or the account has nothing of what the rule judges.</summary>
    [DoesNotReturn]
    public static void NothingToShow(string why) => throw new NotJudgedException(new Reason(ReasonKind.NothingToShow), why);

    /// <summary>The setting Prompt says that the target answers one message only, and the rule needs another.</summary>
    [DoesNotReturn]
    public static void NeedsOwnText() => throw new NotJudgedException(new Reason(ReasonKind.NotClaimed), OwnText);

    /// <summary>It says nothing over this version of HTTP, or at this address.</summary>
    [DoesNotReturn]
    public static void Transport(string why) => throw new NotJudgedException(new Reason(ReasonKind.Transport), why);

    /// <summary>A program that the rule runs is not there.</summary>
    [DoesNotReturn]
    public static void ToolMissing(string why) => throw new NotJudgedException(new Reason(ReasonKind.ToolMissing), why);
}
