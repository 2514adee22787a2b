namespace Conformance.Reporting.Secrets;

/// <summary>A secret that stands in a file. It says where, never what.</summary>
/// <param name="File">The file, relative to the directory that was scanned; for a secret in a file's name, the place of the file.</param>
/// <param name="Form">The form it has there.</param>
/// <param name="Offset">The byte at which it begins; -1 where it stands in the name of the file.</param>
public sealed record SecretFinding(string File, SecretForm Form, long Offset);
