namespace Conformance.SelfTests.Proxies;

/// <summary>A promise that a proxy cannot keep, whatever its configuration.</summary>
/// <param name="Promise">What it cannot do.</param>
/// <param name="Why">Why, with the version and the documentation.</param>
public sealed record UnkeptPromise(string Promise, string Why);
