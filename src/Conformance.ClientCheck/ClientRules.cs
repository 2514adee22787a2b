namespace Conformance.Clients;

/// <summary>Every rule of the family <c>client</c>; the entries stand in a file for each part of what a client does.</summary>
public static class ClientRules
{
    /// <summary>The rules, by id.</summary>
    public static IReadOnlyList<ClientRule> All { get; } =
    [
        .. RequestRules.All.Concat(RetryRules.All).Concat(StreamRules.All).Concat(AnswerRules.All)
            .OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];
}
