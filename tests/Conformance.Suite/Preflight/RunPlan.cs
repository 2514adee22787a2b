using System.Globalization;
using Conformance.Contract;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;

namespace Conformance.Suite.Preflight;

/// <summary>What a run is about to send, as far as it can be told before: how much, and what costs tokens.</summary>
/// <param name="Cases">The cases that are judged.</param>
/// <param name="Requests">The requests, about.</param>
/// <param name="BodyBytes">The bytes of large bodies, at most: early refusals make it fewer.</param>
/// <param name="BillableCalls">The requests that cost tokens, about.</param>
internal sealed record RunPlan(int Cases, int Requests, long BodyBytes, int BillableCalls)
{
    private const int BurstSize = 200;
    private const string Billable = "messages.create";

    // Requests of a case's own, beside those that all cases of an operation share; a case that sees both sides has one at least.
    private static readonly Dictionary<string, int> Own = new()
    {
        ["auth.key-in-query"] = 3,
        ["auth.header-name-case"] = 2,
        ["auth.bearer-accepted"] = 1,
        ["auth.both-agreeing"] = 1,
        ["auth.admin-needs-admin-key"] = 1,
        ["content.encoding-not-unasked"] = 1,
        ["content.encoding-truthful"] = 1,
        ["content.json-accepted"] = 1,
        ["content.charset-accepted"] = 1,
        ["content.gzip-request"] = 1,
        ["version.accepted"] = 1,
        ["version.newest-accepted"] = 1,
        ["version.forwarded"] = 2,
        ["stream.content-type"] = 1,
        ["stream.not-buffered"] = 3,
        ["size.ladder"] = 10,
        ["size.at-limit"] = 1,
        ["size.over-limit"] = 1,
        ["size.own-limit"] = 1,
        ["size.next-request"] = 3,
        ["size.exact-limit"] = 27,
    };

    // Of those, what a target that keeps its promises refuses before it costs anything.
    private static readonly string[] Refused = ["size.over-limit", "size.exact-limit", "auth.key-in-query"];

    /// <summary>How long the upstream waits with an answer where a rule asks it to; those cases run side by side.</summary>
    public TimeSpan Waits { get; init; }

    /// <summary>The plan of the cases that a run is to judge.</summary>
    public static RunPlan Of(Run run) => Of([.. run.Cases.Where(one => run.Claims.WhyNot(one) is null)], run.Settings);

    /// <summary>The plan of some cases.</summary>
    public static RunPlan Of(IReadOnlyList<Case> cases, RunSettings settings)
    {
        var operations = cases.Select(one => one.Operation).OfType<Operation>().Distinct().ToList();
        var refusals = operations.Sum(operation => Refusal.All.Count(refusal => refusal != Refusal.UnknownResource
            && refusal.Since <= settings.Contract && refusal.IsProvokedOn(operation)
            && cases.Any(one => Reads(one, refusal, operation))));
        var bursts = cases.Where(one => one.Rule.Family == "headers" && one.Rule.Attribute.IsAskedOnce)
            .Select(one => one.Operation).Distinct().Count();
        var uploads = cases.Where(one => one.Rule.Uploads is not null)
            .Select(one => one.Rule.Uploads!.Of(one, settings)).DistinctBy(upload => upload.Name).Sum(upload => upload.Bytes);
        return new RunPlan(
            cases.Count,
            operations.Count + refusals + (bursts * BurstSize)
                + cases.Sum(one => Own.GetValueOrDefault(one.Rule.Id, one.Rule.Attribute.SeesBothSides ? 1 : 0)),
            uploads,
            operations.Exists(operation => operation.Id == Billable)
                ? 1 + cases.Where(CostsTokens).Sum(one => Math.Max(1, Own.GetValueOrDefault(one.Rule.Id)))
                : 0)
        {
            Waits = cases.Any(one => one.Rule.Attribute.NeedsSetting == nameof(RunSettings.SlowAnswer))
                ? settings.SlowAnswer ?? TimeSpan.Zero
                : TimeSpan.Zero,
        };
    }

    /// <summary>About how long it takes, without the time that large bodies take.</summary>
    /// <param name="answer">How long an answer takes.</param>
    /// <param name="concurrency">How many requests are under way at a time.</param>
    /// <param name="perSecond">How many may begin in a second; null for any number.</param>
    public TimeSpan Duration(TimeSpan answer, int concurrency, double? perSecond)
    {
        var busy = Requests * answer.TotalSeconds / concurrency;
        return TimeSpan.FromSeconds(new[] { busy, perSecond is { } rate ? Requests / rate : 0, Waits.TotalSeconds }.Max());
    }

    /// <summary>The plan in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cases:N0} cases, about {Requests:N0} requests, {Bytes()}, {Billed()} billable calls");

    private string Billed() => BillableCalls == 0 ? "no" : string.Create(CultureInfo.InvariantCulture, $"about {BillableCalls:N0}");

    private string Bytes() => BodyBytes switch
    {
        0 => "no large bodies",
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"up to {Math.Max(1, BodyBytes / 1_000_000):N0} MB of bodies"),
        _ => string.Create(CultureInfo.InvariantCulture, $"up to {BodyBytes / 1_000_000_000.0:N1} GB of bodies"),
    };

    // The rules about errors look at everything that an operation refuses, the others at what they are named after.
    private static bool Reads(Case one, Refusal refusal, Operation operation) =>
        one.Operation == operation && (one.Rule.Family == "error" || one.Rule.Attribute.Reads == Running.Reads.Error
            || one.Rule.Id.EndsWith("." + refusal.Name, StringComparison.Ordinal));

    private static bool CostsTokens(Case one) => one.Rule.Family == "example"
        || (one.Operation?.Id == Billable && Own.ContainsKey(one.Rule.Id) && !Refused.Contains(one.Rule.Id));
}
