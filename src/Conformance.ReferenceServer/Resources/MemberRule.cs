using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conformance.Reference.Resources;

/// <summary>
/// What a member of a request must be: a JSON type or <c>any</c>, or one of the words that <c>|</c> divides; optional with
/// <c>?</c>, required but possibly null with <c>!</c>.
/// </summary>
[JsonConverter(typeof(Converter))]
internal sealed record MemberRule(string Text)
{
    private readonly string what = Text.TrimEnd('?', '!');

    /// <summary>Whether it may be absent or null.</summary>
    public bool IsOptional => Text.EndsWith('?');

    /// <summary>Whether a value is what the rule says.</summary>
    public bool Allows(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => IsOptional || Text.EndsWith('!'),
        _ when what == "any" => true,
        JsonValueKind.String => what == "string" ? value.ValueEquals("") == IsOptional || !value.ValueEquals("") : IsOneOf(value),
        JsonValueKind.Number => what == "number" || (what == "integer" && value.TryGetInt64(out _)),
        JsonValueKind.True or JsonValueKind.False => what == "boolean",
        JsonValueKind.Object => what == "object",
        JsonValueKind.Array => what == "array",
        _ => false,
    };

    /// <inheritdoc />
    public override string ToString() =>
        what.Contains('|') ? "one of " + what.Trim('|').Replace("|", ", ", StringComparison.Ordinal) : "a valid " + what;

    private bool IsOneOf(JsonElement value) =>
        what.Contains('|') && what.Split('|', StringSplitOptions.RemoveEmptyEntries).Any(word => value.ValueEquals(word));

    private sealed class Converter : JsonConverter<MemberRule>
    {
        public override MemberRule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, MemberRule value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Text);
    }
}
