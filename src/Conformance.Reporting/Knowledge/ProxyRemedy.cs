namespace Conformance.Reporting.Knowledge;

/// <summary>What to change in one proxy so that a promise is kept.</summary>
/// <param name="Proxy">The proxy: nginx, HAProxy, Caddy or Envoy.</param>
/// <param name="Advice">What to look for and change, in a sentence.</param>
/// <param name="Configuration">The lines to write; null where something is to be removed or nothing is to be configured.</param>
public sealed record ProxyRemedy(string Proxy, string Advice, string? Configuration = null);
