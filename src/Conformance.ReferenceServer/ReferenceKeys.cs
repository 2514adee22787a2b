namespace Conformance.Reference;

/// <summary>
/// The keys of the embedded run. They are public and open nothing but a reference server; both belong to one organization.
/// </summary>
public static class ReferenceKeys
{
    /// <summary>An ordinary API key.</summary>
    public const string Api = "sk-ant-api03-conformance-reference-server";

    /// <summary>An admin key.</summary>
    public const string Admin = "sk-ant-admin01-conformance-reference-server";
}
