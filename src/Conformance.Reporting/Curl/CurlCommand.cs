namespace Conformance.Reporting.Curl;

/// <summary>A shell command that repeats a request.</summary>
/// <param name="Text">
/// The command for a POSIX shell, over several lines. Keys are not in it: <c>$CONFORMANCE_API_KEY</c> and the like stand for them.
/// </param>
/// <param name="Note">What the command does not repeat to the byte; null where it repeats everything.</param>
public sealed record CurlCommand(string Text, string? Note);
