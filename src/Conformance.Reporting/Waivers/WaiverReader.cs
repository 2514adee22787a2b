using System.Globalization;
using System.Text.Json;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Waivers;

/// <summary>Reads the JSON of a waiver file token by token, so that whatever is wrong is named with its line.</summary>
internal ref struct WaiverReader
{
    private const string Members = "rule, operation, reason, owner, link and expires";

    private readonly ReadOnlySpan<byte> _json;
    private readonly string _file;
    private Utf8JsonReader _reader;

    public WaiverReader(ReadOnlySpan<byte> json, string file)
    {
        _json = json;
        _file = file;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    private readonly int Line => _json[..(int)_reader.TokenStartIndex].Count((byte)'\n') + 1;

    /// <exception cref="FormatException">The file is not as it should be; one line says where and what would be right.</exception>
    public List<Waiver> Read()
    {
        try
        {
            var waivers = Next() switch
            {
                JsonTokenType.StartArray => ReadList(),
                JsonTokenType.StartObject => ReadRoot(),
                _ => throw Wrong(Line, "a waiver file is an array of waivers, or an object with the member \"waivers\""),
            };
            // Whatever follows the document makes the reader throw.
            Next();
            return waivers;
        }
        catch (JsonException exception)
        {
            throw Wrong((int)(exception.LineNumber ?? 0) + 1, "the file is not JSON");
        }
        catch (InvalidOperationException)
        {
            // What the reader throws on a string that is not Unicode.
            throw Wrong(Line, "a string of the file is not valid UTF-8");
        }
    }

    private List<Waiver> ReadRoot()
    {
        List<Waiver>? waivers = null;
        while (Next() != JsonTokenType.EndObject)
        {
            var (name, line) = (_reader.GetString(), Line);
            if (name != "waivers" || waivers is not null)
            {
                throw Wrong(line, $"unexpected member \"{name}\"; the object has one member, \"waivers\"");
            }

            waivers = Next() == JsonTokenType.StartArray ? ReadList() : throw Wrong(Line, "\"waivers\" is an array");
        }

        return waivers ?? throw Wrong(1, "the member \"waivers\" is missing");
    }

    private List<Waiver> ReadList()
    {
        List<Waiver> waivers = [];
        while (Next() != JsonTokenType.EndArray)
        {
            waivers.Add(_reader.TokenType == JsonTokenType.StartObject ? ReadWaiver() : throw Wrong(Line, $"a waiver is an object with {Members}"));
        }

        return waivers;
    }

    private Waiver ReadWaiver()
    {
        var start = Line;
        Dictionary<string, (string Value, int Line)> members = [];
        while (Next() != JsonTokenType.EndObject)
        {
            var (name, line) = (_reader.GetString()!, Line);
            if (name is not ("rule" or "operation" or "reason" or "owner" or "link" or "expires"))
            {
                throw Wrong(line, $"unknown member \"{name}\"; a waiver has {Members}");
            }

            if (Next() is not JsonTokenType.String)
            {
                throw Wrong(Line, $"\"{name}\" is not a string");
            }

            if (!members.TryAdd(name, (_reader.GetString()!.Trim(), line)))
            {
                throw Wrong(line, $"\"{name}\" stands twice in one waiver");
            }
        }

        return Make(start, members);
    }

    private readonly Waiver Make(int start, Dictionary<string, (string Value, int Line)> members)
    {
        var reason = Needed(start, members, "reason", "say why the deviation is accepted");
        var rule = Needed(start, members, "rule", "name the rule, or a pattern such as size.*");
        var expires = Needed(start, members, "expires", "write the last day it holds as yyyy-MM-dd");
        var operation = members.TryGetValue("operation", out var given) ? given.Value : "*";
        var owner = members.TryGetValue("owner", out given) && given.Value.Length > 0 ? given.Value : null;
        var link = members.TryGetValue("link", out given) && given.Value.Length > 0 ? Link(given.Value, given.Line) : null;
        if (operation.Length == 0)
        {
            throw Wrong(members["operation"].Line, "\"operation\" is empty; name the operation, or leave it out for all");
        }

        if (owner is null && link is null)
        {
            throw Wrong(start, "the waiver has neither an owner nor a link; name who answers for it, or where it is tracked");
        }

        return DateOnly.TryParseExact(expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new Waiver(new Glob(rule), new Glob(operation), reason, owner, link, day, $"{_file}:{start}")
            : throw Wrong(members["expires"].Line, $"\"{expires}\" is not a date; write it as yyyy-MM-dd");
    }

    private readonly string Needed(int start, Dictionary<string, (string Value, int Line)> members, string name, string advice) =>
        !members.TryGetValue(name, out var member) ? throw Wrong(start, $"the waiver has no {name}; {advice}")
        : member.Value.Length == 0 ? throw Wrong(member.Line, $"the {name} of the waiver is empty; {advice}")
        : member.Value;

    private readonly Uri Link(string text, int line) =>
        Uri.TryCreate(text, UriKind.Absolute, out var link) && (link.Scheme == Uri.UriSchemeHttps || link.Scheme == Uri.UriSchemeHttp)
            ? link
            : throw Wrong(line, $"\"{text}\" is not a link; write an http or https URL");

    private JsonTokenType Next() => _reader.Read() ? _reader.TokenType : JsonTokenType.None;

    private readonly FormatException Wrong(int line, string what) => new(VisibleText.Line($"{_file}:{line}: {what}"));
}
