namespace Conformance.Contract;

/// <summary>The documented values of <c>anthropic-version</c>.</summary>
public static class ApiVersions
{
    /// <summary>The version of every source document of 2024 and 2025; it keeps working.</summary>
    public const string V20230601 = "2023-06-01";

    /// <summary>The version that today's official clients send; it refuses sampling parameters.</summary>
    public const string V20261021 = "2026-10-21";

    /// <summary>The versions that a snapshot documents, oldest first.</summary>
    public static IReadOnlyList<string> In(Snapshot snapshot) =>
        snapshot.Includes(Snapshot.October2026) ? [V20230601, V20261021] : [V20230601];
}
