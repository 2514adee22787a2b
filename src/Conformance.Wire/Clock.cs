namespace Conformance.Wire;

/// <summary>A time that an exchange may not pass.</summary>
internal enum Clock
{
    /// <summary>How long nothing may move.</summary>
    Silence,

    /// <summary>How long the head of the answer may take, whatever trickles in.</summary>
    Head,

    /// <summary>How long the whole answer may take, whatever trickles in.</summary>
    Answer,
}
