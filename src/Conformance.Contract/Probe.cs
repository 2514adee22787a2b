namespace Conformance.Contract;

/// <summary>
/// The harmless valid request of an operation: a read, a write that cannot succeed, or one that costs a few tokens.
/// It holds neither key nor version; those are the run's.
/// </summary>
/// <param name="Kind">Why it is harmless.</param>
/// <param name="Path">Path and query below the base URL, with ids that cannot exist filled in.</param>
/// <param name="Json">
/// The JSON body, or null where the operation takes none. <see cref="ModelPlaceholder"/> stands for the model.
/// </param>
public sealed record Probe(ProbeKind Kind, string Path, string? Json)
{
    /// <summary>What stands for the name of a model in <see cref="Json"/>.</summary>
    public const string ModelPlaceholder = "{model}";

    /// <summary>The status that the contract gives this probe, before any other that it also allows.</summary>
    public int Status => Kind switch
    {
        ProbeKind.Read or ProbeKind.Tokens => 200,
        ProbeKind.UnknownResource => 404,
        _ => 400,
    };

    /// <summary>Statuses that the contract allows beside <see cref="Status"/>.</summary>
    public IReadOnlyList<int> AlsoAllowed { get; init; } = [];

    /// <summary>Every status that the contract allows this probe, <see cref="Status"/> first.</summary>
    public IReadOnlyList<int> Statuses => [Status, .. AlsoAllowed];
}
