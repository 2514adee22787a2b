using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Resources;

namespace Conformance.Reference.Handlers;

/// <summary>Messages and Token Counting.</summary>
internal static class Messages
{
    // Each counts as one token.
    private static readonly string[] Words =
        ["Hello!", " I", " am", " the", " reference", " server", " of", " the", " conformance", " suite."];

    private static readonly (string Name, int Limit)[] RateLimits =
        [("requests", 4_000), ("input-tokens", 2_000_000), ("output-tokens", 400_000), ("tokens", 2_400_000)];

    /// <summary>Creates a message, at once or as an event stream.</summary>
    public static ValueTask<Answer?> Create(ApiRequest request)
    {
        if (MessageRequest.Refuse(request, countsOnly: false) is { } refusal)
        {
            return new(refusal);
        }

        var body = request.Json;
        var words = Words.Take((int)Math.Min(Words.Length, body.GetProperty("max_tokens").GetInt64())).ToArray();
        var message = new JsonObject
        {
            ["id"] = Identifiers.New("msg_"),
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = Members.Text(body, "model"),
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = string.Concat(words), ["citations"] = null }),
            ["stop_reason"] = words.Length < Words.Length ? "max_tokens" : "end_turn",
            ["stop_sequence"] = null,
            ["usage"] = Usage(InputTokens(request), words.Length),
        };
        var streams = body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;
        var answer = streams ? MessageStream.Answer(message, words, request.Options) : Answers.Json(message);
        AddRateLimits(answer);
        return new(answer);
    }

    /// <summary>Counts the tokens of a message that is not created.</summary>
    public static ValueTask<Answer?> CountTokens(ApiRequest request) => new(
        MessageRequest.Refuse(request, countsOnly: true)
        ?? Answers.Json(new JsonObject { ["input_tokens"] = InputTokens(request) }));

    /// <summary>The usage of a message.</summary>
    /// <param name="input">The tokens of the request.</param>
    /// <param name="output">The tokens of the answer.</param>
    public static JsonObject Usage(int input, int output) => new()
    {
        ["input_tokens"] = input,
        ["cache_creation_input_tokens"] = 0,
        ["cache_read_input_tokens"] = 0,
        ["cache_creation"] = new JsonObject { ["ephemeral_5m_input_tokens"] = 0, ["ephemeral_1h_input_tokens"] = 0 },
        ["output_tokens"] = output,
        ["service_tier"] = "standard",
    };

    // Four bytes to a token, of the text without its padding.
    private static int InputTokens(ApiRequest request) => (request.Text!.Kept.Length + 3) / 4;

    private static void AddRateLimits(Answer answer)
    {
        var reset = DateTimeOffset.UtcNow.AddSeconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        foreach (var (name, limit) in RateLimits)
        {
            answer[$"anthropic-ratelimit-{name}-limit"] = limit.ToString(CultureInfo.InvariantCulture);
            answer[$"anthropic-ratelimit-{name}-remaining"] = (limit - 1).ToString(CultureInfo.InvariantCulture);
            answer[$"anthropic-ratelimit-{name}-reset"] = reset;
        }
    }
}
