using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.SelfTests.Proxies;

/// <summary>What the suite is expected to find of a proxy: one rule that is broken, and why that is true of the product.</summary>
/// <param name="Rule">The id of the rule.</param>
/// <param name="Verdict">What its cases come to: <c>fail</c>, <c>warn</c> or <c>error</c>.</param>
/// <param name="Operations">Globs of the operations it is found on; each has to match at least one.</param>
/// <param name="Says">What the suite says of at least one of them; <c>*</c> stands for what differs from run to run.</param>
/// <param name="Why">Why it is true of this product, with its documentation, and how it was seen without the suite.</param>
public sealed record ExpectedFinding(string Rule, Verdict Verdict, IReadOnlyList<string> Operations, string Says, string Why)
{
    /// <summary>The variants it is found in, each of them; empty: whatever the variant.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>The paragraphs of <c>kept.conf</c> that mend it, by the word that each begins with.</summary>
    public IReadOnlyList<string> Fix { get; init; } = [];

    /// <summary>Whether it depends on the timing of a run, so that a run may not show it.</summary>
    public bool Sometimes { get; init; }

    /// <summary>Whether a broken case is part of this finding.</summary>
    public bool Covers(CaseResult one) =>
        one.Rule == Rule && one.Verdict == Verdict && Operations.Any(glob => new Glob(glob).Matches(one.Operation))
        && (Variants.Count == 0 || Variants.Contains(one.Variant));

    /// <summary>What of this finding the broken cases do not show.</summary>
    public IEnumerable<string> Missing(IReadOnlyList<CaseResult> broken)
    {
        var covered = broken.Where(Covers).ToList();
        if (Sometimes && covered.Count == 0)
        {
            return [];
        }

        var operations = Operations.Where(glob => !covered.Any(one => new Glob(glob).Matches(one.Operation)));
        var variants = Variants.Where(variant => covered.All(one => one.Variant != variant)).Select(variant => $"[{variant}]");
        string[] words = covered.Any(one => new Glob(Says).Matches(one.Message ?? "")) ? [] : [$"in the words: {Says}"];
        return operations.Concat(variants).Concat(words).Select(what => $"{Verdict} {Rule}: {what}");
    }
}
