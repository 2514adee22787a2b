namespace Conformance.Suite.Settings;

/// <summary>A setting cannot be used. The message is the one line that says which and what would be right.</summary>
public sealed class SettingsException(string message) : Exception(message);
