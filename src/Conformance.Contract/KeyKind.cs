namespace Conformance.Contract;

/// <summary>The kind of key an operation takes.</summary>
public enum KeyKind
{
    /// <summary>An ordinary API key, <c>sk-ant-api…</c>.</summary>
    Api,

    /// <summary>An admin key, <c>sk-ant-admin…</c>, which the operations under <c>/v1/organizations</c> need.</summary>
    Admin,
}
