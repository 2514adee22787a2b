namespace Conformance.Reporting.Knowledge;

/// <summary>One way to break a promise that was reported against a real gateway, proxy, compatible server or mock.</summary>
/// <param name="Name">Its name, which is that of the reference server's deviation: <c>limit-1-mib</c>.</param>
/// <param name="OnTheWire">What is seen on the wire.</param>
/// <param name="SeenIn">Where it was reported: a repository with the number of the thread, or a kind of software.</param>
/// <param name="Rules">The ids of the rules it breaks.</param>
public sealed record KnownDeviation(string Name, string OnTheWire, string SeenIn, IReadOnlyList<string> Rules);
