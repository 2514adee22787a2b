using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Waivers;

/// <summary>Reads the JSON of a waiver file, so that whatever is wrong is named with its line.</summary>
internal static class WaiverReader
{
    private static readonly string[] Members = ["rule", "operation", "reason", "owner", "link", "expires"];

    private static readonly string Named = $"{string.Join(", ", Members[..^1])} and {Members[^1]}";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new PlacedTextConverter(), new PlacedConverter<WaiverEntry>() },
    };

    /// <exception cref="FormatException">The file is not as it should be; one line says where and what would be right.</exception>
    public static List<Waiver> Read(ReadOnlySpan<byte> json, string file)
    {
        var lines = new LineIndex(json);
        FormatException Wrong(int line, string what) => new(VisibleText.Line($"{file}:{line}: {what}"));
        try
        {
            var entries = IsArray(json)
                ? JsonSerializer.Deserialize<List<Placed<WaiverEntry>>>(json, Options)
                : JsonSerializer.Deserialize<WaiverRoot>(json, Options)?.Waivers;
            return [.. (entries ?? throw Wrong(1, "the member \"waivers\" is missing")).Select(entry =>
                Make(entry, file, lines, (at, what) => Wrong(lines.Of(at), what)))];
        }
        catch (JsonException exception)
        {
            throw Wrong((int)(exception.LineNumber ?? 0) + 1, What(exception));
        }
    }

    private static bool IsArray(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartArray;
        }
        catch (JsonException)
        {
            // The reading itself says where.
            return false;
        }
    }

    // The serializer's own words name types of this program; where it stood says what is wrong.
    private static string What(JsonException exception)
    {
        var path = exception.Path ?? "$";
        var member = path[(path.LastIndexOf('.') + 1)..];
        var isOfWaiver = path.Contains("].", StringComparison.Ordinal);
        return exception switch
        {
            { InnerException: JsonException } => "the file is not JSON",
            PlacedTextConverter.NotTextException text => $"\"{member}\" {text.Message}",
            _ when isOfWaiver && Members.Contains(member) => $"\"{member}\" stands twice in one waiver",
            _ when isOfWaiver => $"unknown member \"{member}\"; a waiver has {Named}{Nearest.Hint(member, Members)}",
            _ when path.EndsWith(']') => $"a waiver is an object with {Named}",
            _ when member == "waivers" => "\"waivers\" is an array, and stands once",
            _ when path != "$" => $"unexpected member \"{member}\"; the object has one member, \"waivers\"",
            _ => "a waiver file is an array of waivers, or an object with the member \"waivers\"",
        };
    }

    private static Waiver Make(Placed<WaiverEntry> placed, string file, LineIndex lines, Func<long, string, FormatException> wrong)
    {
        var entry = placed.Value;
        string Needed(Placed<string>? given, string name, string advice) =>
            given is null ? throw wrong(placed.At, $"the waiver has no {name}; {advice}")
            : given.Value.Length == 0 ? throw wrong(given.At, $"the {name} of the waiver is empty; {advice}")
            : given.Value;

        var reason = Needed(entry.Reason, "reason", "say why the deviation is accepted");
        var rule = Needed(entry.Rule, "rule", "name the rule, or a pattern such as size.*");
        var expires = Needed(entry.Expires, "expires", "write the last day it holds as yyyy-MM-dd");
        if (entry.Operation is { Value.Length: 0 } operation)
        {
            throw wrong(operation.At, "\"operation\" is empty; name the operation, or leave it out for all");
        }

        var owner = entry.Owner is { Value: { Length: > 0 } name } ? name : null;
        var link = entry.Link is { Value.Length: > 0 } address ? Link(address, wrong) : null;
        if (owner is null && link is null)
        {
            throw wrong(placed.At, "the waiver has neither an owner nor a link; name who answers for it, or where it is tracked");
        }

        return DateOnly.TryParseExact(expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new Waiver(new Glob(rule), new Glob(entry.Operation?.Value ?? "*"), reason, owner, link, day, $"{file}:{lines.Of(placed.At)}")
            : throw wrong(entry.Expires!.At, $"\"{expires}\" is not a date; write it as yyyy-MM-dd");
    }

    private static Uri Link(Placed<string> text, Func<long, string, FormatException> wrong) =>
        Uri.TryCreate(text.Value, UriKind.Absolute, out var link) && (link.Scheme == Uri.UriSchemeHttps || link.Scheme == Uri.UriSchemeHttp)
            ? link
            : throw wrong(text.At, $"\"{text.Value}\" is not a link; write an http or https URL");
}
