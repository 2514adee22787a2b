using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conformance.Suite.BothSides;

/// <summary>Finds where two JSON texts say something else; the order of members and the spelling of values are not looked at.</summary>
internal static class JsonDifference
{
    private const int ShownCharacters = 60;

    /// <summary>The first difference in words; null where there is none.</summary>
    /// <param name="sent">What was sent.</param>
    /// <param name="came">What came.</param>
    /// <param name="ignored">Members of the top level that may differ.</param>
    public static string? First(JsonNode? sent, JsonNode? came, params string[] ignored) => All(sent, came, ignored).FirstOrDefault();

    /// <summary>Every difference in words, in the order of what was sent.</summary>
    /// <param name="sent">What was sent.</param>
    /// <param name="came">What came.</param>
    /// <param name="ignored">Members of the top level that may differ.</param>
    public static IEnumerable<string> All(JsonNode? sent, JsonNode? came, params string[] ignored) => All(sent, came, "", ignored);

    private static IEnumerable<string> All(JsonNode? sent, JsonNode? came, string path, string[] ignored)
    {
        if (sent is JsonObject one && came is JsonObject other)
        {
            return one.Where(member => !ignored.Contains(member.Key)).SelectMany(member =>
                    !other.ContainsKey(member.Key) ? [$"{path}/{member.Key} is gone"]
                        : All(member.Value, other[member.Key], $"{path}/{member.Key}", []))
                .Concat(other.Where(member => !ignored.Contains(member.Key) && !one.ContainsKey(member.Key))
                    .Select(member => $"{path}/{member.Key} was added"));
        }

        if (sent is JsonArray list && came is JsonArray others)
        {
            return list.Zip(others).SelectMany((pair, index) => All(pair.First, pair.Second, $"{path}/{index}", []))
                .Concat(list.Count == others.Count ? [] : [$"{path} has {others.Count} entries in place of {list.Count}"]);
        }

        return JsonNode.DeepEquals(sent, came) ? [] : [$"{(path.Length == 0 ? "it" : path)} is {Shown(came)} in place of {Shown(sent)}"];
    }

    /// <summary>The JSON that a text is; null where it is none.</summary>
    public static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Shown(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "null";
        return text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";
    }
}
