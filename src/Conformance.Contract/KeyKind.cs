namespace Conformance.Contract;

/// <summary>The kind of key an operation takes.</summary>
public enum KeyKind
{
    /// <summary>An ordinary API key, <c>sk-ant-api…</c>.</summary>
    Api,

    /// <summary>An admin key, <c>sk-ant-admin…</c>, which most operations under <c>/v1/organizations</c> need.</summary>
    Admin,

    /// <summary>
    /// An OAuth access token with the scope <c>org:admin</c>, <c>sk-ant-oat…</c>, as a bearer token only. Service accounts
    /// and federation need it: "Admin API keys are not accepted."
    /// </summary>
    OAuth,
}
