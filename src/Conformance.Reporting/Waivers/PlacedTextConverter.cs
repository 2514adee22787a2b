using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conformance.Reporting.Waivers;

/// <summary>Reads a string, trimmed, and where it begins; only from a buffer that holds the whole file.</summary>
internal sealed class PlacedTextConverter : JsonConverter<Placed<string>>
{
    public override Placed<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new NotTextException("is not a string");
        }

        try
        {
            return new Placed<string>(reader.GetString()!.Trim(), reader.TokenStartIndex);
        }
        catch (InvalidOperationException)
        {
            throw new NotTextException("is not valid UTF-8");
        }
    }

    public override void Write(Utf8JsonWriter writer, Placed<string> value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    /// <summary>A member that is no text; the message ends a sentence that begins with its name.</summary>
    internal sealed class NotTextException(string message) : JsonException(message);
}
