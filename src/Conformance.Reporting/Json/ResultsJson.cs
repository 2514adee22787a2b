using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Json;

/// <summary>
/// <c>results.json</c>: everything a run found, in the format that <c>results.schema.json</c> describes. What is
/// written and read again is equal to what it was.
/// </summary>
public static class ResultsJson
{
    /// <summary>The version of the format that is written and read.</summary>
    public const int Schema = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter<Verdict>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(PutSchemaFirst),
    };

    /// <summary>The JSON Schema (2020-12) of the format.</summary>
    public static string JsonSchema { get; } = Embedded.Text("results.schema.json");

    /// <summary>The run as JSON text.</summary>
    public static string Write(RunResult result) => JsonSerializer.Serialize(result, Options) + "\n";

    /// <summary>Writes the run to a file, UTF-8 without a byte order mark.</summary>
    public static async Task WriteAsync(RunResult result, string path, CancellationToken cancellation = default)
    {
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, result, Options, cancellation);
        file.WriteByte((byte)'\n');
    }

    /// <summary>Reads a run from JSON text.</summary>
    /// <exception cref="FormatException">The text is not a result of this format; one line says where and why.</exception>
    public static RunResult Read(string json)
    {
        try
        {
            return Checked(JsonSerializer.Deserialize<RunResult>(json, Options));
        }
        catch (JsonException exception)
        {
            throw new FormatException(Reason(exception), exception);
        }
    }

    /// <summary>Reads a run from a file.</summary>
    /// <exception cref="FormatException">The file is not a result of this format; one line names it and says where and why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<RunResult> ReadAsync(string path, CancellationToken cancellation = default)
    {
        await using var file = File.OpenRead(path);
        try
        {
            return Checked(await JsonSerializer.DeserializeAsync<RunResult>(file, Options, cancellation));
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            var reason = exception is JsonException json ? Reason(json) : exception.Message;
            throw new FormatException($"{path}: {reason}", exception);
        }
    }

    private static RunResult Checked(RunResult? result) => result switch
    {
        null => throw new FormatException("not a result of a run: the JSON is null"),
        { Schema: not Schema } => throw new FormatException($"a result of schema {result.Schema}; this version reads schema {Schema}"),
        _ => result,
    };

    private static string Reason(JsonException exception)
    {
        var line = exception.LineNumber is { } number ? $"line {number + 1}: " : "";
        return line + Text.VisibleText.Line(exception.Message.Split(" Path: ")[0]);
    }

    // The sample of the format begins with its version; a record's own members come after its parameters.
    private static void PutSchemaFirst(JsonTypeInfo type)
    {
        if (type.Type == typeof(RunResult))
        {
            type.Properties.Single(property => property.Name == "schema").Order = -1;
        }
    }
}
