namespace Conformance.Reporting.Results;

/// <summary>Something that the run created on the target and could not remove.</summary>
/// <param name="What">What it is: <c>file_01…, 500,000,000 bytes, made by size.at-limit:files.upload</c>.</param>
/// <param name="Command">The command that removes it; keys stand in it as names of environment variables.</param>
public sealed record Leftover(string What, string Command);
