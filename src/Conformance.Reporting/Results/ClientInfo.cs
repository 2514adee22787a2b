namespace Conformance.Reporting.Results;

/// <summary>The client that a run checked, in place of a target.</summary>
/// <param name="Command">The program and its arguments, secrets replaced; empty where it was started elsewhere.</param>
/// <param name="Runs">Its runs, in the order in which they were made.</param>
public sealed record ClientInfo(IReadOnlyList<string> Command, IReadOnlyList<ClientRunInfo> Runs);
