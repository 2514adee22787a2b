using System.Text.Json.Nodes;

namespace Conformance.Reference.Resources;

/// <summary>
/// A kind of resource, as the <c>.json</c> files beside this one describe it. An operation belongs to the collection that
/// its id begins with: <c>members.create</c> to <c>members</c>.
/// </summary>
internal sealed record Collection
{
    /// <summary>The <c>type</c> of its resources; empty for the lines of a report.</summary>
    public string Type { get; init; } = "";

    /// <summary>How its ids begin; empty where nothing can be created, or the resource has no id of its own.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>A second name, where one resource is seen from two sides.</summary>
    public string? Also { get; init; }

    /// <summary>The ids in a path that name a resource, each with the member that holds it.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();

    /// <summary>The members a creation takes, each with its <see cref="MemberRule"/>.</summary>
    public IReadOnlyDictionary<string, MemberRule> Members { get; init; } = new Dictionary<string, MemberRule>();

    /// <summary>The members an update takes.</summary>
    public IReadOnlyDictionary<string, MemberRule> Changes { get; init; } = new Dictionary<string, MemberRule>();

    /// <summary>The parts of a form that a creation takes; empty where it takes JSON.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>What an action on a resource is answered, by its name; a resource is answered itself where it is not here.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Actions { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Members that a page of a list has beside <c>data</c> and <c>next_page</c>.</summary>
    public IReadOnlyList<string> Page { get; init; } = [];

    /// <summary>Members of which a creation needs at least one; empty where it does not.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>The members of the query that a list needs.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>A resource before its members are set; <c>$id</c>, <c>$now</c> and <c>$later</c> stand for what they say.</summary>
    public JsonObject Template { get; init; } = [];

    /// <summary>What is there when the server starts, newest first.</summary>
    public IReadOnlyList<JsonObject> Seeds { get; init; } = [];
}
