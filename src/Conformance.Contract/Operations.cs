namespace Conformance.Contract;

/// <summary>Every operation of the contract, one entry each; the entries stand in a file for each part of the API.</summary>
public static class Operations
{
    /// <summary>Those that a target is held to unless a run names others: all but the betas.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        .. InferenceOperations.All,
        .. AdminOperations.All,
        .. UserProfileOperations.All,
        .. OrganizationOperations.All,
        .. OAuthOperations.All,
        .. EnterpriseOperations.All,
    ];

    /// <summary>Those in beta, which answer 404 to an organization that is not enrolled: a run has to ask for them.</summary>
    public static IReadOnlyList<Operation> Beta { get; } =
    [
        .. BetaAgentOperations.All,
        .. BetaOperations.All,
        .. BetaAdminOperations.All,
    ];

    /// <summary><see cref="All"/> and <see cref="Beta"/>.</summary>
    public static IReadOnlyList<Operation> Every { get; } = [.. All, .. Beta];

    private static readonly Dictionary<string, Operation> ById = Every.ToDictionary(operation => operation.Id);

    /// <summary>The operation with this id, a beta's included.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static Operation Find(string id) => ById[id];
}
