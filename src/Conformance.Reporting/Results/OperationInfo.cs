namespace Conformance.Reporting.Results;

/// <summary>An operation as results name it.</summary>
/// <param name="Id">The stable id, <c>messages.create</c>.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path template.</param>
/// <param name="Group">The part of the API, lower case.</param>
public sealed record OperationInfo(string Id, string Method, string Path, string Group);
