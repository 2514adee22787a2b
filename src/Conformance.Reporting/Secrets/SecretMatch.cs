namespace Conformance.Reporting.Secrets;

/// <summary>A place in a text that gives a secret away. It says where and in which form, never what.</summary>
/// <param name="Form">The form in words: <c>the key</c>, <c>60 characters of the key</c>, <c>the key in base64</c>.</param>
/// <param name="Start">Where it begins: in characters for a text, in bytes for bytes.</param>
/// <param name="Length">How far it goes, in the same unit.</param>
public sealed record SecretMatch(string Form, int Start, int Length);
