namespace Conformance.Contract;

/// <summary>
/// A dated state of the contract. Newer snapshots add to older ones: holding a target to <c>2025-05</c> holds it
/// to everything that <c>2024-06</c> stated as well.
/// </summary>
/// <param name="Id">Year and month, <c>yyyy-MM</c>.</param>
/// <param name="Title">The source document of the snapshot, as it is cited.</param>
public sealed record Snapshot(string Id, string Title) : IComparable<Snapshot>
{
    /// <summary>June 2024: <c>x-api-key</c>, JSON in and out, the curl example.</summary>
    public static readonly Snapshot June2024 = new("2024-06", "API overview, 2024-06");

    /// <summary>May 2025: the response headers, and the groups of operations in the navigation.</summary>
    public static readonly Snapshot May2025 = new("2025-05", "API overview, 2025-05");

    /// <summary>August 2025: the request size limits and the 413.</summary>
    public static readonly Snapshot August2025 = new("2025-08", "API overview, 2025-08");

    /// <summary>November 2025: the full list of operations.</summary>
    public static readonly Snapshot November2025 = new("2025-11", "API overview, 2025-11");

    /// <summary>October 2026: bearer keys, version 2026-10-21, and the operations of today's clients.</summary>
    public static readonly Snapshot October2026 = new("2026-10", "API documentation, 2026-10");

    /// <summary>Every snapshot, oldest first.</summary>
    public static IReadOnlyList<Snapshot> All { get; } = [June2024, May2025, August2025, November2025, October2026];

    /// <summary>The newest snapshot: what a run holds a target to unless told otherwise.</summary>
    public static Snapshot Newest => All[^1];

    /// <summary>Whether this snapshot already states what <paramref name="other"/> stated first.</summary>
    public bool Includes(Snapshot other) => CompareTo(other) >= 0;

    /// <inheritdoc />
    public int CompareTo(Snapshot? other) => string.CompareOrdinal(Id, other?.Id);

    /// <summary>The snapshot with this id.</summary>
    /// <exception cref="FormatException">No snapshot has this id; the message lists those that exist.</exception>
    public static Snapshot Parse(string id) => All.FirstOrDefault(snapshot => snapshot.Id == id)
        ?? throw new FormatException($"'{id}' is not a snapshot of the contract; it is one of {string.Join(", ", All.Select(s => s.Id))}");

    /// <inheritdoc />
    public override string ToString() => Id;

    /// <summary>Whether <paramref name="left"/> is older than <paramref name="right"/>.</summary>
    public static bool operator <(Snapshot left, Snapshot right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is newer than <paramref name="right"/>.</summary>
    public static bool operator >(Snapshot left, Snapshot right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is not newer than <paramref name="right"/>.</summary>
    public static bool operator <=(Snapshot left, Snapshot right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is not older than <paramref name="right"/>.</summary>
    public static bool operator >=(Snapshot left, Snapshot right) => left.CompareTo(right) >= 0;
}
