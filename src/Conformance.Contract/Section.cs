namespace Conformance.Contract;

/// <summary>A run of operations that have part, snapshot, key and the beginning of their paths in common.</summary>
/// <param name="Group">The part of the API.</param>
/// <param name="Since">The oldest snapshot that lists them.</param>
/// <param name="Under">How their paths begin, without a slash at the end.</param>
internal sealed record Section(OperationGroup Group, Snapshot Since, string Under)
{
    /// <summary>The key they take.</summary>
    public KeyKind Key { get; init; }

    /// <summary>Whether they are for Enterprise organizations only.</summary>
    public bool EnterpriseOnly { get; init; }

    /// <summary>The <c>anthropic-beta</c> value that goes with them.</summary>
    public string? Beta { get; init; }

    /// <summary>Whether they are in beta; their ids begin with <c>beta.</c>.</summary>
    public bool IsBeta { get; init; }

    /// <summary>A read that succeeds.</summary>
    public Operation Read(string id, string path, string query = "") =>
        New(id, "GET", path, ProbeKind.Read) with { ProbeQuery = query };

    /// <summary>A read of a resource, or of what is below one.</summary>
    public Operation Get(string id, string path) => New(id, "GET", path, ProbeKind.UnknownResource);

    /// <summary>A deletion of a resource.</summary>
    public Operation Delete(string id, string path) => New(id, "DELETE", path, ProbeKind.UnknownResource);

    /// <summary>An action on a resource (cancel, archive) that takes no body.</summary>
    public Operation Act(string id, string path) => New(id, "POST", path, ProbeKind.UnknownResource);

    /// <summary>A change of a resource, or a creation below one, with a body that is refused for the resource alone.</summary>
    public Operation Update(string id, string path, string json) =>
        Act(id, path) with { Takes = RequestMedia.Json, ProbeJson = json };

    /// <summary>An upload below a resource.</summary>
    public Operation UploadTo(string id, string path) => Act(id, path) with { Takes = RequestMedia.Multipart };

    /// <summary>A write whose body is refused: the empty object lacks a member, or a member is not what it must be.</summary>
    public Operation Create(string id, string path, string json = "{}") =>
        New(id, "POST", path, ProbeKind.RefusedBody) with { Takes = RequestMedia.Json, ProbeJson = json };

    /// <summary>An upload of a form that lacks its part.</summary>
    public Operation Upload(string id, string path) =>
        New(id, "POST", path, ProbeKind.RefusedBody) with { Takes = RequestMedia.Multipart };

    /// <summary>A request that costs a few tokens.</summary>
    public Operation Generate(string id, string path, string json) =>
        New(id, "POST", path, ProbeKind.Tokens) with { Takes = RequestMedia.Json, ProbeJson = json };

    private Operation New(string id, string method, string path, ProbeKind probe) =>
        new((IsBeta ? "beta." : "") + id, method, Under + path, Group, Since)
        {
            Key = Key,
            EnterpriseOnly = EnterpriseOnly,
            Beta = Beta,
            IsBeta = IsBeta,
            ProbeKind = probe,
        };
}
