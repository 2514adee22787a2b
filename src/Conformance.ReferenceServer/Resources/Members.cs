using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Reference.Bodies;

namespace Conformance.Reference.Resources;

/// <summary>The members of a request's body. Those that no rule names are ignored.</summary>
internal static class Members
{
    /// <summary>What is wrong with the members; null where nothing is.</summary>
    public static string? Problem(JsonElement body, IReadOnlyDictionary<string, MemberRule> rules)
    {
        foreach (var (name, rule) in rules)
        {
            if (!body.TryGetProperty(name, out var value))
            {
                if (!rule.IsOptional)
                {
                    return $"{name}: Field required";
                }
            }
            else if (!rule.Allows(value))
            {
                return $"{name}: Input should be {rule}";
            }
        }

        return null;
    }

    /// <summary>Takes the members over into a resource.</summary>
    public static void Apply(JsonObject item, JsonElement body, IReadOnlyDictionary<string, MemberRule> rules)
    {
        foreach (var name in rules.Keys)
        {
            if (body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                item[name] = JsonNode.Parse(value.GetRawText(), documentOptions: JsonText.Options);
            }
        }
    }

    /// <summary>A member as text; null where it is absent or no string.</summary>
    public static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
