namespace Conformance.Clients;

/// <summary>How often a client sends its requests where nothing fails.</summary>
/// <param name="plain">Its requests in <see cref="Scenario.Plain"/>; none where that was not seen.</param>
internal sealed class UsualRequests(IReadOnlyList<ClientRequest> plain)
{
    private readonly Dictionary<string, int> alike = plain.CountBy(request => request.Identity).ToDictionary();

    private readonly Dictionary<string, int> mostOfKind = plain.GroupBy(request => request.Kind)
        .ToDictionary(kind => kind.Key, kind => kind.CountBy(request => request.Identity).Max(one => one.Value));

    private readonly Dictionary<string, int> kinds = plain.CountBy(request => request.Kind).ToDictionary();

    /// <summary>What is known of a client that was not seen where nothing fails: nothing.</summary>
    public static UsualRequests Unknown { get; } = new([]);

    /// <summary>
    /// The operation whose requests are put into a situation, while the others succeed as ever: what a client cannot do without
    /// comes first in it, and would be all that is seen. Messages where it sends any, otherwise the first that is no read, otherwise
    /// the first; null where nothing is known.
    /// </summary>
    public string? Focus { get; } = (plain.FirstOrDefault(request => request.Operation?.Id == "messages.create")
        ?? plain.FirstOrDefault(request => request.Operation is { Method: not "GET" })
        ?? plain.FirstOrDefault(request => request.Operation is not null))?.Operation?.Id;

    /// <summary>
    /// How many requests alike it sends; at least one. A body that it did not send there, because it writes something of its own
    /// into each run, counts as the most frequent one to the same address.
    /// </summary>
    public int Of(ClientRequest request) => alike.TryGetValue(request.Identity, out var count) ? count
        : mostOfKind.GetValueOrDefault(request.Kind, 1);

    /// <summary>Whether more requests of one method and target came than where nothing fails, whatever their bodies.</summary>
    public bool IsMoreOfKind(ClientRequest request, IEnumerable<ClientRequest> requests) =>
        requests.Count(one => one.Kind == request.Kind) > kinds.GetValueOrDefault(request.Kind, 1);
}
