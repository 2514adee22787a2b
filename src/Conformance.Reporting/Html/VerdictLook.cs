using Conformance.Reporting.Results;

namespace Conformance.Reporting.Html;

/// <summary>How a verdict looks: a symbol and a word, so that nothing is said by colour alone.</summary>
internal static class VerdictLook
{
    /// <summary>The verdicts in the order in which a reader wants them.</summary>
    public static readonly IReadOnlyList<Verdict> Order =
        [Verdict.Fail, Verdict.Error, Verdict.Warn, Verdict.Waived, Verdict.Pass, Verdict.Info, Verdict.Skip];

    /// <summary>The word, which is also the class in the style sheet and the name in results.json.</summary>
    public static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>The symbol.</summary>
    public static string Symbol(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "✓",
        Verdict.Fail => "✗",
        Verdict.Warn => "▲",
        Verdict.Error => "◆",
        Verdict.Skip => "–",
        Verdict.Waived => "◐",
        _ => "○",
    };

    /// <summary>What the verdict says of a promise.</summary>
    public static string Meaning(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "kept",
        Verdict.Fail => "broken",
        Verdict.Warn => "warnings",
        Verdict.Error => "not judged",
        Verdict.Skip => "not run",
        Verdict.Waived => "waived",
        _ => "recorded",
    };

    /// <summary>The number of cases of a verdict.</summary>
    public static int Count(Summary summary, Verdict verdict) => verdict switch
    {
        Verdict.Pass => summary.Pass,
        Verdict.Fail => summary.Fail,
        Verdict.Warn => summary.Warn,
        Verdict.Error => summary.Error,
        Verdict.Skip => summary.Skip,
        Verdict.Waived => summary.Waived,
        _ => summary.Info,
    };

    /// <summary>The one of several verdicts that a reader must see first.</summary>
    public static Verdict Gravest(IEnumerable<Verdict> verdicts)
    {
        List<Verdict> order = [Verdict.Fail, Verdict.Error, Verdict.Warn, Verdict.Waived, Verdict.Info, Verdict.Pass, Verdict.Skip];
        return verdicts.MinBy(order.IndexOf);
    }
}
