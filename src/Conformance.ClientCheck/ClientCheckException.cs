namespace Conformance.Clients;

/// <summary>A command that cannot be started, so that nothing was sent.</summary>
/// <param name="message">Why, in one line.</param>
public sealed class ClientCheckException(string message) : Exception(message);
