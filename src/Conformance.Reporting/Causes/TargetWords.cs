using System.Text.Json;
using Conformance.Reporting.Results;
using Conformance.Reporting.Text;

namespace Conformance.Reporting.Causes;

/// <summary>What a target says itself about why it refused.</summary>
public static class TargetWords
{
    private static readonly string[] Members = ["message", "error", "detail", "error_description", "title"];

    /// <summary>
    /// The message in the body of a refusal, in one line and at most <paramref name="limit"/> characters; null where the
    /// answer is none, is a success, or has no message that can be told.
    /// </summary>
    public static string? Of(ExchangeInfo? exchange, int limit = 160)
    {
        if (exchange?.Response is not { Status: >= 400, Body: { Truncated: false, Text: var text } })
        {
            return null;
        }

        try
        {
            using var body = JsonDocument.Parse(text);
            return Message(body.RootElement) is { Length: > 0 } message ? ShortText.Of(message, limit) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Message(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString();
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            return Message(error);
        }

        foreach (var name in Members)
        {
            if (element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String)
            {
                return member.GetString();
            }
        }

        return null;
    }
}
