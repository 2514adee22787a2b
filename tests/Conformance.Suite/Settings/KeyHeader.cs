namespace Conformance.Suite.Settings;

/// <summary>How the probes of a run carry the key.</summary>
public enum KeyHeader
{
    /// <summary>In <c>x-api-key</c>.</summary>
    XApiKey,

    /// <summary>In <c>authorization</c>, as a bearer token.</summary>
    Bearer,
}
