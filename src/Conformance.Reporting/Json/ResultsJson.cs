using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Conformance.Reporting.Results;

namespace Conformance.Reporting.Json;

/// <summary>
/// <c>results.json</c>: everything a run found, in the format that <c>results.schema.json</c> describes. A case and an
/// exchange stand on one line each, so that line tools read it too. What is written and read again is equal to what it was.
/// </summary>
public sealed class ResultsJson : IOutput
{
    /// <inheritdoc />
    public string Name => "results.json";

    /// <inheritdoc />
    public string Description => "everything that the run found, for programs";

    /// <summary>The version of the format that is written and read.</summary>
    public const int Schema = 2;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // The quotation marks of a recorded body would otherwise take six characters each.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(PutSchemaFirst).WithAddedModifier(AllowWhatIsLeftOut),
    };

    /// <summary>The JSON Schema (2020-12) of the format.</summary>
    public static string JsonSchema { get; } = Embedded.Text("results.schema.json");

    /// <summary>The run as JSON text.</summary>
    public static string Write(RunResult result)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(result, text);
        return text.ToString();
    }

    /// <summary>Writes the run to a file, UTF-8 without a byte order mark.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync(RunResult result, string path, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        await using var file = new StreamWriter(path);
        Write(result, file);
    }

    /// <summary>Reads a run from JSON text.</summary>
    /// <exception cref="FormatException">The text is not a result of this format; one line says where and why.</exception>
    public static RunResult Read(string json)
    {
        RefuseOtherSchema(Encoding.UTF8.GetBytes(json));
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
    /// <exception cref="FormatException">
    /// The file is not a result of this format; one line names it and says where and why.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<RunResult> ReadAsync(string path, CancellationToken cancellation = default)
    {
        try
        {
            var json = await File.ReadAllBytesAsync(path, cancellation);
            var start = json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            RefuseOtherSchema(json.AsSpan(start));
            return Checked(JsonSerializer.Deserialize<RunResult>(json.AsSpan(start), Options));
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            var reason = exception is JsonException json ? Reason(json) : exception.Message;
            throw new FormatException($"{path}: {reason}", exception);
        }
    }

    private static void Write(RunResult result, TextWriter output)
    {
        var separator = "{\n";
        foreach (
            var member in Options.GetTypeInfo(typeof(RunResult)).Properties.OrderBy(member => member.Order).Where(
                member => member.Get is not null && member.ShouldSerialize?.Invoke(result, member.Get(result)) != false))
        {
            output.Write(separator);
            output.Write($"\"{member.Name}\": ");
            if (member.Get!(result) is IList { Count: > 0 } list)
            {
                WriteLines(list, output);
            }
            else
            {
                output.Write(Line(member.Get(result)));
            }

            separator = ",\n";
        }

        output.Write("\n}\n");
    }

    private static void WriteLines(IList list, TextWriter output)
    {
        var separator = "[\n";
        foreach (var item in list)
        {
            output.Write(separator);
            output.Write(Line(item));
            separator = ",\n";
        }

        output.Write("\n]");
    }

    // What is not ASCII stands only in strings; escaped, none of it acts on a terminal or hides.
    private static string Line(object? value)
    {
        var json = JsonSerializer.Serialize(value, value?.GetType() ?? typeof(object), Options);
        if (!json.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return json;
        }

        var escaped = new StringBuilder(json.Length + 64);
        foreach (var character in json)
        {
            _ = character is >= ' ' and <= '~'
                ? escaped.Append(character)
                : escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
        }

        return escaped.ToString();
    }

    private static RunResult Checked(RunResult? result)
    {
        if (result is null)
        {
            throw new FormatException("not a result of a run: the JSON is null");
        }

        HashSet<string> known = [];
        if (result.Exchanges.FirstOrDefault(exchange => !known.Add(exchange.Id)) is { } twice)
        {
            throw new FormatException(Text.VisibleText.Line($"two exchanges have the id {twice.Id}"));
        }

        var lost = result.Cases.Select(
            one => one.Exchanges.Append(one.Deciding).FirstOrDefault(id => id is not null && !known.Contains(id)))
            .FirstOrDefault(id => id is not null);
        return lost is null
            ? result
            : throw new FormatException(Text.VisibleText.Line($"a case names the exchange {lost}, which is not there"));
    }

    // Before the rest is read: what differs between two versions would otherwise be named as a fault of the file.
    private static void RefuseOtherSchema(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read() && reader.CurrentDepth <= 1)
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("schema"))
                {
                    _ = reader.TokenType == JsonTokenType.PropertyName && reader.Read() && reader.TrySkip();
                    continue;
                }

                if (reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var schema) && schema != Schema)
                {
                    throw new FormatException(string.Create(
                        CultureInfo.InvariantCulture, $"a result of schema {schema}; this version reads schema {Schema}"));
                }

                return;
            }
        }
        catch (JsonException)
        {
            // The reading itself says where.
        }
    }

    private static string Reason(JsonException exception)
    {
        var line = exception.LineNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $"line {number + 1}: ") : "";
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

    // What is not written where it says nothing may be missing where it is read.
    private static void AllowWhatIsLeftOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(IsLeftOut))
        {
            property.IsRequired = false;
        }
    }

    private static bool IsLeftOut(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is
            [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault }];

    async Task<IReadOnlyList<string>> IOutput.WriteAsync(
        RunResult run, string path, ReportOptions options, CancellationToken cancellation)
    {
        await WriteAsync(run, path, cancellation);
        return [path];
    }
}
