using System.Text.Json.Serialization;

namespace Conformance.Reporting.Results;

/// <summary>A body that passed by behind a gateway, or its beginning. Times are milliseconds from the client's start.</summary>
/// <param name="Bytes">The length in bytes, without framing.</param>
/// <param name="Text">Its beginning, read as UTF-8 with invalid bytes replaced by U+FFFD; secrets replaced.</param>
/// <param name="Truncated">Whether <paramref name="Text"/> is not the whole body.</param>
/// <param name="Sha256">
/// The SHA-256 of the whole body, lower-case hexadecimal; null where it did not end, or stands in <paramref name="Text"/> as a whole.
/// </param>
/// <param name="FirstByteMs">When its first byte passed.</param>
/// <param name="LastByteMs">When its last byte passed.</param>
public sealed record SeenBodyInfo(
    long Bytes,
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Truncated,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sha256,
    double? FirstByteMs,
    double? LastByteMs)
{
    /// <summary>Whether it ended before its framing says that it would.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EndedEarly { get; init; }
}
