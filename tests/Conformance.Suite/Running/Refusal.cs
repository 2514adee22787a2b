using System.Text.Json;
using Conformance.Contract;
using Conformance.Suite.Settings;
using Conformance.Wire;

namespace Conformance.Suite.Running;

/// <summary>
/// Something that an operation refuses. One table holds all of them, so that whatever provokes an error, the same rules judge
/// its label, its JSON, its envelope, its type, its message and its header fields.
/// </summary>
/// <param name="Name">The name by which failures tell it from others: <c>malformed-json</c>.</param>
/// <param name="Since">The snapshot that first states the refusal.</param>
/// <param name="IsProvokedOn">Whether it is provoked on an operation.</param>
/// <param name="Request">The request that is refused.</param>
public sealed record Refusal(string Name, Snapshot Since, Func<Operation, bool> IsProvokedOn, Func<Target, Operation, Request> Request)
{
    /// <summary>Neither <c>x-api-key</c> nor <c>authorization</c>.</summary>
    public static readonly Refusal MissingKey = new(
        "missing-key", Snapshot.June2024, Always, (target, operation) => Target.WithoutKey(target.Probe(operation)));

    /// <summary>An empty <c>x-api-key</c>.</summary>
    public static readonly Refusal EmptyKey = new(
        "empty-key", Snapshot.June2024, Always, (target, operation) => Target.WithKey(target.Probe(operation), "", KeyHeader.XApiKey));

    /// <summary>A key in <c>x-api-key</c> that is nobody's.</summary>
    public static readonly Refusal InvalidKey = new(
        "invalid-key", Snapshot.June2024, Always, (target, operation) =>
            Target.WithKey(target.Probe(operation), Target.InvalidKey, KeyHeader.XApiKey));

    /// <summary>A bearer token that is nobody's.</summary>
    public static readonly Refusal InvalidBearer = new(
        "invalid-bearer", Snapshot.October2026, Always, (target, operation) =>
            Target.WithKey(target.Probe(operation), Target.InvalidKey, KeyHeader.Bearer));

    /// <summary>No <c>anthropic-version</c>.</summary>
    public static readonly Refusal MissingVersion = new(
        "missing-version", Snapshot.June2024, Always, (target, operation) => target.Probe(operation).Without(HeaderNames.Version));

    /// <summary>Versions that do not exist, by where they stand among those that do.</summary>
    public static readonly IReadOnlyDictionary<string, Refusal> UnknownVersions = new Dictionary<string, Refusal>
    {
        ["before"] = UnknownVersion("before", "1999-01-01"),
        ["between"] = UnknownVersion("between", "2025-02-03"),
        ["after"] = UnknownVersion("after", "2099-12-31"),
        ["no-date"] = UnknownVersion("no-date", "latest"),
    };

    /// <summary>A valid key that was changed a little, by how: what is only nearly a key is none.</summary>
    public static readonly IReadOnlyDictionary<string, Refusal> NearKeys = new Dictionary<string, Refusal>
    {
        ["last-character"] = NearKey("last-character", key => key[..^1] + (key[^1] == 'A' ? 'B' : 'A')),
        ["cut"] = NearKey("cut", key => key[..^1]),
        ["suffix"] = NearKey("suffix", key => key + "A"),
        ["other-case"] = NearKey("other-case", key => string.Concat(key.Select(
            character => char.IsUpper(character) ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character)))),
    };

    /// <summary>Two field lines with a version each.</summary>
    public static readonly Refusal DuplicatedVersion = new(
        "duplicated-version", Snapshot.June2024, TellsItsOwn, (target, operation) =>
            target.Probe(operation).Adding(HeaderNames.Version, target.Settings.ApiVersion));

    /// <summary>A beta feature that does not exist.</summary>
    public static readonly Refusal UnknownBeta = new(
        "unknown-beta", Snapshot.May2025, TellsItsOwn,
        (target, operation) => target.Probe(operation).With(HeaderNames.Beta, "conformance-no-such-beta-1999-01-01"));

    /// <summary>A body that is no JSON.</summary>
    public static readonly Refusal MalformedJson = new(
        "malformed-json", Snapshot.June2024, operation =>
            operation.Takes == RequestMedia.Json, (target, operation) => target.Probe(operation).WithBody("{\"model\": "));

    /// <summary>No body where one is needed.</summary>
    public static readonly Refusal EmptyBody = new(
        "empty-body", Snapshot.June2024, IsOfMessages, (target, operation) => target.Probe(operation).WithoutBody());

    /// <summary>A body without a <c>content-type</c>.</summary>
    public static readonly Refusal MissingType = new(
        "missing-type", Snapshot.June2024, IsOfMessages, (target, operation) => target.Probe(operation).Without(HeaderNames.ContentType));

    /// <summary>A JSON body that is labelled <c>text/plain</c>.</summary>
    public static readonly Refusal WrongType = new(
        "wrong-type", Snapshot.June2024, IsOfMessages, (target, operation) =>
            target.Probe(operation).With(HeaderNames.ContentType, "text/plain"));

    /// <summary>A request body in a coding that does not exist.</summary>
    public static readonly Refusal UnknownCoding = new(
        "unknown-content-encoding", Snapshot.October2026, IsOfMessages, (target, operation) =>
            target.Probe(operation).With(HeaderNames.ContentEncoding, "conformance"));

    /// <summary>A request body that is not in the coding that it names.</summary>
    public static readonly Refusal UntrueCoding = new(
        "untrue-content-encoding", Snapshot.October2026, IsOfMessages, (target, operation) =>
            target.Probe(operation).With(HeaderNames.ContentEncoding, "gzip"));

    /// <summary>A model that does not exist.</summary>
    public static readonly Refusal UnknownModel = new(
        "unknown-model", Snapshot.June2024, IsOfMessages,
        (target, operation) => target.Probe(operation).WithBody(
            target.Json(operation).Replace(
                $"\"{JsonEncodedText.Encode(target.Model)}\"", "\"claude-conformance-no-such-model\"", StringComparison.Ordinal)));

    /// <summary>A resource that does not exist: the probe itself.</summary>
    public static readonly Refusal UnknownResource = new(
        "unknown-resource", Snapshot.June2024, operation =>
            operation.ProbeKind == ProbeKind.UnknownResource, (target, operation) => target.Probe(operation));

    /// <summary>A method that the path does not have.</summary>
    public static readonly Refusal WrongMethod = new(
        "wrong-method",
        Snapshot.June2024,
        operation =>
            operation.Id is "messages.create" or "messages.count_tokens" or "batches.list" or "models.list" or "files.list"
                or "skills.list",
        (target, operation) => (target.Probe(operation) with { Method = "PUT" }).Without(HeaderNames.ContentType).WithoutBody());

    /// <summary>Every refusal, in the order in which a request is judged.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        MissingKey, EmptyKey, InvalidKey, .. NearKeys.Values, InvalidBearer, MissingVersion, .. UnknownVersions.Values,
        DuplicatedVersion, UnknownBeta, WrongMethod, MissingType, WrongType, UnknownCoding, UntrueCoding, MalformedJson, EmptyBody,
        UnknownModel, UnknownResource,
    ];

    /// <summary>Whether the documents promise <c>request-id</c> on it; of wrong methods nothing is known.</summary>
    public bool PromisesRequestId => this != WrongMethod;

    /// <summary>
    /// Whether the documents promise <c>anthropic-organization-id</c> on it: where the key of the request is a valid one.
    /// </summary>
    public bool PromisesOrganization => PromisesRequestId && !IsOfTheKey;

    private bool IsOfTheKey =>
        this == MissingKey || this == EmptyKey || this == InvalidKey || this == InvalidBearer || NearKeys.Values.Contains(this);

    /// <inheritdoc />
    public bool Equals(Refusal? other) => other?.Name == Name;

    /// <inheritdoc />
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Name;

    private static Refusal UnknownVersion(string where, string version) => new(
        $"unknown-version-{where}",
        Snapshot.June2024,
        where == "before" ? TellsItsOwn : Succeeds,
        (target, operation) => target.Probe(operation).With(HeaderNames.Version, version));

    private static Refusal NearKey(string how, Func<string, string> change) => new(
        $"near-key-{how}",
        Snapshot.June2024,
        IsNearKeyed,
        (target, operation) =>
            Target.WithKey(target.Probe(operation), change(target.KeyFor(operation.Key)), target.KeyHeaderOf(operation)));

    // One of each part of the API that may have a key check of its own.
    private static bool IsNearKeyed(Operation operation) =>
        operation.Id is "messages.create" or "messages.count_tokens" or "batches.list" or "models.list" or "files.list"
            or "organization.get";

    private static bool Always(Operation operation) => true;

    // Where the probe is itself answered 400, nobody can say which of two wrongs was refused.
    private static bool TellsItsOwn(Operation operation) => operation.ProbeKind != ProbeKind.RefusedBody;

    // Four wrongs of one kind need not be provoked on each of many operations that check it alike.
    private static bool Succeeds(Operation operation) => operation.Probe.Status == 200;

    private static bool IsOfMessages(Operation operation) => operation.ProbeKind == ProbeKind.Tokens;
}
