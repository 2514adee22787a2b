using System.Text.RegularExpressions;

namespace Conformance.Contract;

/// <summary>One method and path of the API, with what the contract says of its requests and answers.</summary>
/// <param name="Id">The stable name, <c>messages.create</c>; that of a beta operation begins with <c>beta.</c>.</param>
/// <param name="Method">The HTTP method, upper case.</param>
/// <param name="Path">The path template; ids stand in braces: <c>/v1/models/{model_id}</c>.</param>
/// <param name="Group">The part of the API.</param>
/// <param name="Since">The oldest snapshot that lists the operation.</param>
public sealed partial record Operation(string Id, string Method, string Path, OperationGroup Group, Snapshot Since)
{
    /// <summary>The documented size limit that binds it.</summary>
    public SizeGroup Size { get; init; }

    /// <summary>What it takes as a body.</summary>
    public RequestMedia Takes { get; init; }

    /// <summary>The media type of its success.</summary>
    public string Returns { get; init; } = MediaTypes.Json;

    /// <summary>The key it takes.</summary>
    public KeyKind Key { get; init; }

    /// <summary>
    /// Whether it is for Enterprise organizations only: another one is answered 400 with the <c>error_code</c>
    /// <see cref="ErrorCodes.OrganizationTypeNotSupported"/>.
    /// </summary>
    public bool EnterpriseOnly { get; init; }

    /// <summary>
    /// Whether it is in beta: it needs <see cref="Beta"/>, and an organization that is enrolled; without them it answers 404.
    /// </summary>
    public bool IsBeta { get; init; }

    /// <summary>
    /// The <c>anthropic-beta</c> value that goes with it, null where there is none. A beta operation needs it; Files and Skills
    /// needed theirs until 2026-08-19 and take it still.
    /// </summary>
    public string? Beta { get; init; }

    /// <summary>Whether a list has <c>first_id</c>, <c>last_id</c> and <c>has_more</c> (true) or <c>next_page</c> (false).</summary>
    public bool PagesById { get; init; }

    /// <summary>Whether it is a deletion documented to succeed where there is nothing to delete: 200 as well as 404.</summary>
    public bool AcceptsAbsent { get; init; }

    /// <summary>
    /// The ids of the operations that remove what it creates, in the order in which they are called; empty where it creates
    /// nothing that stays.
    /// </summary>
    public IReadOnlyList<string> RemovedBy { get; init; } = [];

    /// <summary>How its probe is harmless.</summary>
    public required ProbeKind ProbeKind { get; init; }

    /// <summary>The query of its probe, with the question mark; empty where it has none.</summary>
    public string ProbeQuery { get; init; } = "";

    /// <summary>The JSON body of its probe; null where it takes no JSON.</summary>
    public string? ProbeJson { get; init; }

    /// <summary>Its harmless probe.</summary>
    public Probe Probe => new(ProbeKind, Placeholder().Replace(Path, UnknownId) + ProbeQuery, ProbeJson)
    {
        AlsoAllowed = AcceptsAbsent ? [200] : ProbeKind == ProbeKind.UnknownResource && !HasVerifiedIds ? [400] : [],
    };

    /// <summary>Whether its path names a resource by id.</summary>
    public bool NamesResource => Path.Contains('{', StringComparison.Ordinal);

    /// <summary>Whether the ids in the path of its probe are known to be rightly formed.</summary>
    public bool HasVerifiedIds => Placeholder().Matches(Path).All(match => UnknownIds.IsVerified(match.Groups["name"].Value));

    /// <inheritdoc />
    public override string ToString() => Id;

    /// <inheritdoc />
    public bool Equals(Operation? other) => other?.Id == Id;

    /// <inheritdoc />
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    // Well-formed ids, so that a target refuses the resource and not the spelling of its id.
    private static string UnknownId(Match placeholder) => placeholder.Groups["name"].Value switch
    {
        "model_id" => "claude-conformance-no-such-model",
        "version" => "1759178010641129",
        var name => UnknownIds.Prefix(name) + UnknownIds.Tail,
    };

    [GeneratedRegex(@"\{(?<name>[a-z_]+)\}")]
    private static partial Regex Placeholder();
}
