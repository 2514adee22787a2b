namespace Conformance.Gateway.Passing;

/// <summary>The client closed its connection or its stream.</summary>
internal sealed class ClientGoneException(Exception? inner = null) : Exception("The client went away", inner);
