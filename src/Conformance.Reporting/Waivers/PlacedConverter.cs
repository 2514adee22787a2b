using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conformance.Reporting.Waivers;

/// <summary>Reads an object and where it begins; only from a buffer that holds the whole file.</summary>
internal sealed class PlacedConverter<T> : JsonConverter<Placed<T>>
{
    public override Placed<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var at = reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        try
        {
            return new Placed<T>(JsonSerializer.Deserialize<T>(ref reader, options)!, at);
        }
        catch (JsonException exception) when (exception is not PlacedTextConverter.NotTextException)
        {
            // The path begins anew in here; outside it is to say that this was within an item.
            throw new JsonException(
                exception.Message, "$[]"
                    + exception.Path?[1..], exception.LineNumber, exception.BytePositionInLine, exception.InnerException);
        }
    }

    public override void Write(Utf8JsonWriter writer, Placed<T> value, JsonSerializerOptions options) => throw new NotSupportedException();
}
