using System.Text.RegularExpressions;

namespace Conformance.Contract;

/// <summary>One method and path of the API, with what the contract says of its requests and answers.</summary>
/// <param name="Id">The stable name, <c>messages.create</c>.</param>
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
    public KeyKind Key => Path.StartsWith("/v1/organizations", StringComparison.Ordinal) ? KeyKind.Admin : KeyKind.Api;

    /// <summary>The <c>anthropic-beta</c> value it needed until 2026-08-19 and accepts still; null where there is none.</summary>
    public string? Beta { get; init; }

    /// <summary>Whether a list has <c>first_id</c>, <c>last_id</c> and <c>has_more</c> (true) or <c>next_page</c> (false).</summary>
    public bool PagesById { get; init; }

    /// <summary>How its probe is harmless.</summary>
    public required ProbeKind ProbeKind { get; init; }

    /// <summary>The query of its probe, with the question mark; empty where it has none.</summary>
    public string ProbeQuery { get; init; } = "";

    /// <summary>The JSON body of its probe; null where it takes no JSON.</summary>
    public string? ProbeJson { get; init; }

    /// <summary>Its harmless probe.</summary>
    public Probe Probe => new(ProbeKind, Placeholder().Replace(Path, UnknownId) + ProbeQuery, ProbeJson);

    /// <summary>Whether its path names a resource by id.</summary>
    public bool NamesResource => Path.Contains('{', StringComparison.Ordinal);

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
