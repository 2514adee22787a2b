using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Wire;

namespace Conformance.Suite.Assertions;

/// <summary>
/// Asserts what a JSON object in an answer holds, a member at a time: that it is there, its type and its format. Members that
/// nobody asks for are allowed.
/// </summary>
/// <param name="exchange">The exchange that the object came with.</param>
/// <param name="json">The object; anything else where none came.</param>
/// <param name="name">What it is, as messages name it: <c>message.usage</c>.</param>
internal sealed partial class JsonShape(Exchange exchange, JsonElement? json, string name)
{
    private const int ShownCharacters = 60;

    /// <summary>Whether the object has the member, whatever it is.</summary>
    public bool Has(string member) => Member(member) is not null;

    /// <summary>The object in a member.</summary>
    public JsonShape Object(string member)
    {
        Hold(member, value => value is { ValueKind: JsonValueKind.Object }, "an object");
        return new JsonShape(exchange, Member(member), $"{name}.{member}");
    }

    /// <summary>The objects in the array of a member.</summary>
    public IReadOnlyList<JsonShape> Objects(string member)
    {
        Hold(
            member,
            value =>
                value is { ValueKind: JsonValueKind.Array } array
                    && array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object),
            "an array of objects");
        return
        [
            .. Member(member)!.Value.EnumerateArray().Select((item, index) => new JsonShape(exchange, item, $"{name}.{member}[{index}]"))
        ];
    }

    /// <summary>The string in a member, which is not empty.</summary>
    public string Text(string member)
    {
        Hold(
            member,
            value => value is { ValueKind: JsonValueKind.String } text && text.GetString()!.Length > 0,
            "a string that is not empty");
        return Member(member)!.Value.GetString()!;
    }

    /// <summary>A string, an empty one too.</summary>
    public void AnyText(string member) => Hold(member, value => value is { ValueKind: JsonValueKind.String }, "a string");

    /// <summary>One of some strings.</summary>
    public string OneOf(string member, params string[] values)
    {
        Hold(
            member,
            value => value is { ValueKind: JsonValueKind.String } text && values.Contains(text.GetString()),
            values.Length == 1 ? $"\"{values[0]}\"" : $"one of {string.Join(", ", values)}");
        return Member(member)!.Value.GetString()!;
    }

    /// <summary>A string or null; the member is there.</summary>
    public string? TextOrNull(string member)
    {
        Hold(member, value => value is { ValueKind: JsonValueKind.String or JsonValueKind.Null }, "a string or null");
        return Member(member)!.Value.GetString();
    }

    /// <summary>Null; the member is there, or is not.</summary>
    public void NullOrAbsent(string member) => Hold(member, value => value is null or { ValueKind: JsonValueKind.Null }, "null");

    /// <summary>The truth value in a member.</summary>
    public bool Flag(string member)
    {
        Hold(member, value => value is { ValueKind: JsonValueKind.True or JsonValueKind.False }, "true or false");
        return Member(member)!.Value.GetBoolean();
    }

    /// <summary>A whole number, not below zero.</summary>
    public long Count(string member)
    {
        Hold(member, IsCount, "a whole number");
        return Member(member)!.Value.GetInt64();
    }

    /// <summary>A whole number above zero.</summary>
    public void Some(string member) => Hold(member, value => IsCount(value) && value!.Value.GetInt64() > 0, "a whole number above 0");

    /// <summary>A whole number; 0 where the member is null or not there.</summary>
    public long CountOrNone(string member) => IsCount(Member(member)) ? Member(member)!.Value.GetInt64() : 0;

    /// <summary>A point in time as RFC 3339 writes it.</summary>
    public void Time(string member) => Hold(
        member, value => value is { ValueKind: JsonValueKind.String } text && IsTime(text.GetString()!), "a date and time of RFC 3339");

    /// <summary>A point in time as RFC 3339 writes it, or null; the member is there.</summary>
    public void TimeOrNull(string member) => Hold(
        member,
        value =>
            value is { ValueKind: JsonValueKind.Null } or { ValueKind: JsonValueKind.String }
                && (value.Value.GetString() is not { } text || IsTime(text)),
        "a date and time of RFC 3339 or null");

    /// <summary>Asserts a condition on a member.</summary>
    /// <param name="member">Its name.</param>
    /// <param name="condition">Whether the promise is kept; null stands for a member that is not there.</param>
    /// <param name="expected">What it is expected to be.</param>
    public void Hold(string member, Func<JsonElement?, bool> condition, string expected)
    {
        var value = Member(member);
        var raw = value?.GetRawText();
        exchange.Should().HoldOfBody(
            condition(value), $"{name}.{member} to be {expected}", raw is null ? "none" : Cut(raw), raw);
    }

    private static bool IsCount(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var count) && count >= 0;

    private static bool IsTime(string text) =>
        TimePattern().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Cut(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";

    private JsonElement? Member(string member) => AnswerBody.Member(json, member);

    // RFC 3339, section 5.6: an offset always, at most a letter in lower case.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$")]
    private static partial Regex TimePattern();
}
