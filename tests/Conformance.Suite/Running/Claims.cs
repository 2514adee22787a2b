using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;
using Conformance.Suite.Preflight;
using Conformance.Suite.Settings;
using Conformance.Suite.Uploads;

namespace Conformance.Suite.Running;

/// <summary>Which cases a run judges: what the settings claim, what the keys open, what the budget allows.</summary>
internal sealed class Claims(RunSettings settings, Secrets secrets, UploadPlan plan, bool isLoopback, bool seesBothSides)
{
    /// <summary>The id of the rule that says of an operation that the target does not have it.</summary>
    public const string ServedRule = "error.operation-served";

    private readonly Lazy<IReadOnlySet<string>?> _shard = new(() => settings.Shard is { } shard
        ? ShardPlan.CaseIds(shard, settings, seesBothSides)
        : null);

    /// <summary>Whether the target speaks HTTP/2 at its address; null while nobody asked.</summary>
    public bool? SpeaksHttp2 { get; set; }

    /// <summary>
    /// The operations that the target does not have, by id, each with the answer that shows it; empty while nobody found out.
    /// </summary>
    public IReadOnlyDictionary<string, AnswerPattern> Missing { get; set; } = new Dictionary<string, AnswerPattern>();

    /// <summary>The operations of the run: those in beta only where the setting Operations names them.</summary>
    public IReadOnlyList<Operation> Operations { get; } =
        OperationsOf(settings);

    /// <summary>Why a case is not judged at all; null where it is.</summary>
    public CaseOutcome? WhyNot(Case one) => WhyNotInAnyShard(one) ?? (_shard.Value?.Contains(one.Id) == false
        ? CaseOutcome.NotRun(new Reason(ReasonKind.NotClaimed), "not claimed: the setting Shard leaves it to another shard")
        : null);

    /// <summary>The same, whichever part of the run the setting Shard says.</summary>
    public CaseOutcome? WhyNotInAnyShard(Case one) => Reason(one) is var (kind, text)
        ? CaseOutcome.NotRun(new Reason(kind, kind == ReasonKind.NotServed ? ServedRule : null), text)
        : null;

    /// <summary>Whether the setting Rules leaves a rule out, whatever the operation.</summary>
    public bool LeavesOut(string rule) => !settings.Rules.Any(glob => glob.Matches(rule));

    /// <summary>Why the settings themselves leave a case out, whatever the target turns out to be; null where they do not.</summary>
    public static (ReasonKind Kind, string Text)? LeftOut(Case one, RunSettings settings)
    {
        if (
            one.Operation is { } operation
                && !settings.Operations.Any(glob => glob.Matches(operation.Id) && (NamesBeta(glob) || !operation.IsBeta)))
        {
            return (ReasonKind.NotClaimed, "not claimed: the setting Operations leaves it out");
        }

        return settings.Rules.Any(glob => glob.Matches(one.Rule.Id))
            ? null
            : (ReasonKind.NotClaimed, "not claimed: the setting Rules leaves it out");
    }

    /// <summary>The operations of a run with these settings.</summary>
    public static IReadOnlyList<Operation> OperationsOf(RunSettings settings) =>
        settings.Operations.Any(NamesBeta) ? Contract.Operations.Every : Contract.Operations.All;

    // A star alone stands for what every organisation has; the betas answer 404 without enrolment.
    private static bool NamesBeta(Glob glob) => glob.Pattern.StartsWith("beta.", StringComparison.Ordinal);

    // The examples of the documentation say what they say.
    private static IReadOnlyList<Glob> OwnTexts(Rule rule) => rule switch
    {
        { Attribute.OwnText: { } variants } => Glob.ParseList(variants),
        { Family: "example" } => [Glob.All],
        _ => [],
    };

    private (ReasonKind Kind, string Text)? Reason(Case one)
    {
        if (LeftOut(one, settings) is { } left)
        {
            return left;
        }

        var isMissing = one.Operation is { } asked && Missing.ContainsKey(asked.Id);
        if (settings.ClaimsServed && (isMissing || one.Rule.Attribute.IsAboutOtherRoutes))
        {
            return (ReasonKind.NotClaimed, "not claimed: Operations=served, and the target does not serve it");
        }

        if (
            settings.Prompt is not null
                && (one.Variant == SizeVariants.Content || OwnTexts(one.Rule).Any(glob => glob.Matches(one.Variant))))
        {
            return (ReasonKind.NotClaimed, Skip.OwnText);
        }

        if (!settings.Contract.Includes(one.Since))
        {
            return (ReasonKind.Newer, $"first stated by {one.Since}, and the run holds the target to {settings.Contract}");
        }

        if (one.Operation is { } needed && secrets.For(needed.Key) is null)
        {
            return (ReasonKind.NoKey, $"no {Secrets.Name(needed.Key)}: set {Secrets.Variable(needed.Key)}");
        }

        if (isMissing && one.Rule.Id != ServedRule)
        {
            return (ReasonKind.NotServed, $"not served: {one.Operation} is answered like a route that cannot exist: see {ServedRule}");
        }

        if (one.Rule.Attribute.SeesBothSides && !seesBothSides)
        {
            return (ReasonKind.SettingEmpty, "only the client's side is seen: set Upstream, and point the gateway's upstream there");
        }

        if (one.Rule.Attribute.NotWith is { } meant && bool.TryParse(settings.Given.GetValueOrDefault(meant), out var isMeant) && isMeant)
        {
            return (ReasonKind.NotClaimed, $"not claimed: the setting {meant} says that the gateway is meant to");
        }

        if (one.Rule.Attribute.NeedsSetting is { } name && !settings.Given.ContainsKey(name))
        {
            return (ReasonKind.SettingEmpty, $"the setting {name} is empty, so there is nothing to hold the target to");
        }

        if (one.Variant == SizeVariants.Http2 && SpeaksHttp2 == false)
        {
            return (ReasonKind.Transport, "the target does not speak HTTP/2 at this address");
        }

        if (one.Variant == SizeVariants.Expect && settings.HttpVersion.Major >= 2)
        {
            return (ReasonKind.Transport, "an expectation is a matter of HTTP/1.1, and the run speaks HTTP/2");
        }

        if (one.Rule.Attribute.NotOnLoopback && isLoopback)
        {
            return (ReasonKind.Transport, "the target is on loopback, where the rule does not apply");
        }

        return plan.WhyNot(one) is { } text ? (ReasonKind.OutOfBudget, text) : null;
    }
}
