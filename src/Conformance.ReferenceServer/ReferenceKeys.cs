namespace Conformance.Reference;

/// <summary>
/// The keys of the embedded run. They are public and open nothing but a reference server; all belong to one organization.
/// </summary>
public static class ReferenceKeys
{
    /// <summary>An ordinary API key.</summary>
    public const string Api = "sk-ant-api03-R7kQ2vXz9LmT4wYb8NcH1dFg6JpS3sAe";

    /// <summary>An admin key.</summary>
    public const string Admin = "sk-ant-admin01-R7kQ2vXz9LmT4wYb8NcH1dFg6JpS3sAe";

    /// <summary>An OAuth access token with the scope <c>org:admin</c>; a bearer token only.</summary>
    public const string OAuth = "sk-ant-oat01-R7kQ2vXz9LmT4wYb8NcH1dFg6JpS3sAe";

    /// <summary>All of them. A key that differs from one of them in little (a character, a suffix, the case) opens nothing.</summary>
    public static IReadOnlyList<string> All { get; } = [Api, Admin, OAuth];
}
