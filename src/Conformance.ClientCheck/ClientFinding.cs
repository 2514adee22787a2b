using Conformance.Reporting.Results;

namespace Conformance.Clients;

/// <summary>What a rule came to, for one operation or one variant.</summary>
/// <param name="IsKept">Whether the promise is kept; null where that was not judged.</param>
/// <param name="Reason">Why it was not judged; null where it was.</param>
/// <param name="Message">Why, in one line; null on a plain pass.</param>
public sealed record ClientFinding(bool? IsKept, Reason? Reason, string? Message)
{
    /// <summary>The id of the operation; null where it concerns none in particular.</summary>
    public string? Operation { get; init; }

    /// <summary>The variant; null where there is none.</summary>
    public string? Variant { get; init; }

    /// <summary>What was expected, in one line; null where nothing was.</summary>
    public string? Expected { get; init; }

    /// <summary>What came, in a few words; null where nothing was judged.</summary>
    public string? Came { get; init; }

    /// <summary>The requests that it is about.</summary>
    public IReadOnlyList<ClientRequest> Requests { get; init; } = [];

    /// <summary>The request that decided; null where none did.</summary>
    public ClientRequest? Deciding { get; init; }

    /// <summary>The run that it is about; null where it is about all of them.</summary>
    public ScenarioRun? Run { get; init; }

    /// <summary>The promise is kept.</summary>
    public static ClientFinding Kept(string expected, string came) => new(true, null, null) { Expected = expected, Came = came };

    /// <summary>The promise is broken.</summary>
    public static ClientFinding Broken(string expected, string came) =>
        new(false, null, $"expected {expected}, but {came}") { Expected = expected, Came = came };

    /// <summary>The client did nothing of the kind.</summary>
    public static ClientFinding NotSeen(string why) => new(null, new Reason(ReasonKind.NotSeen), why);

    /// <summary>Another rule already says what is wrong.</summary>
    public static ClientFinding Hidden(string rule, string why) => new(null, new Reason(ReasonKind.OtherRule, rule), why);

    /// <summary>It could not be judged.</summary>
    public static ClientFinding NotJudged(ReasonKind kind, string why) => new(null, new Reason(kind), why);
}
