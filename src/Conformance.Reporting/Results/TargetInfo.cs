namespace Conformance.Reporting.Results;

/// <summary>What a run was pointed at, and what was found out about it before the first case.</summary>
/// <param name="BaseUrl">The base URL, without user information.</param>
/// <param name="Embedded">Whether it was the suite's own reference server.</param>
/// <param name="Served">The ids of the operations that the target turned out to have; empty where that was not found out.</param>
/// <param name="HttpVersions">The versions of HTTP it speaks at this address: <c>1.1</c>, <c>2</c>.</param>
public sealed record TargetInfo(string BaseUrl, bool Embedded, IReadOnlyList<string> Served, IReadOnlyList<string> HttpVersions)
{
    /// <summary>Whether both name one target. The embedded server listens on another port in every run.</summary>
    public bool IsSameAs(TargetInfo other) =>
        Embedded == other.Embedded && (Embedded || BaseUrl.TrimEnd('/') == other.BaseUrl.TrimEnd('/'));
}
