using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Waivers;

/// <summary>A known deviation of a target that a team accepts until a date.</summary>
/// <param name="Rule">The rules it covers.</param>
/// <param name="Operation">The operations it covers.</param>
/// <param name="Reason">Why it is accepted; never empty.</param>
/// <param name="Owner">Who answers for it; null where <paramref name="Link"/> says so.</param>
/// <param name="Link">Where it is tracked, http or https; null where there is an owner.</param>
/// <param name="Expires">The last day on which it covers anything.</param>
/// <param name="Place">Where it stands, <c>waivers.json:12</c>.</param>
public sealed record Waiver(Glob Rule, Glob Operation, string Reason, string? Owner, Uri? Link, DateOnly Expires, string Place)
{
    /// <summary>Whether rule and operation of a case match, whatever its verdict and the date.</summary>
    public bool Matches(CaseResult result) => Rule.Matches(result.Rule) && Operation.Matches(result.Operation);

    /// <summary>Whether its last day is over.</summary>
    public bool IsExpired(DateOnly today) => today > Expires;
}
