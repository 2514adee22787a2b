using System.Text.Json.Serialization;

namespace Conformance.Reporting.Results;

/// <summary>A body, or its beginning.</summary>
/// <param name="Bytes">The whole length in bytes.</param>
/// <param name="Text">Its beginning, read as UTF-8 with invalid bytes replaced by U+FFFD.</param>
/// <param name="Truncated">Whether <paramref name="Text"/> is not the whole body.</param>
/// <param name="Description">What a generated body consists of, where its beginning does not say it; otherwise null.</param>
public sealed record BodyInfo(
    long Bytes,
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Truncated,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description = null);
