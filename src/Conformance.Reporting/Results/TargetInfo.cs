namespace Conformance.Reporting.Results;

/// <summary>What a run was pointed at.</summary>
/// <param name="BaseUrl">The base URL, without user information.</param>
/// <param name="Embedded">Whether it was the suite's own reference server.</param>
public sealed record TargetInfo(string BaseUrl, bool Embedded)
{
    /// <summary>Whether both name one target. The embedded server listens on another port in every run.</summary>
    public bool IsSameAs(TargetInfo other) =>
        Embedded == other.Embedded && (Embedded || BaseUrl.TrimEnd('/') == other.BaseUrl.TrimEnd('/'));
}
