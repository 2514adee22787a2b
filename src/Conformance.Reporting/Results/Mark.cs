using System.Text.Json.Serialization;

namespace Conformance.Reporting.Results;

/// <summary>A part of the deciding exchange that decided the verdict.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Text">
/// For a header field, its name; for <see cref="MarkedPart.Text"/>, the text as it stands in the body; otherwise null.
/// </param>
public sealed record Mark(
    MarkedPart Part, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text = null);
