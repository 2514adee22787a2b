using System.Text.Json;
using Conformance.Contract;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Resources;

namespace Conformance.Reference.Handlers;

/// <summary>What a request of Messages or Token Counting must be.</summary>
internal static class MessageRequest
{
    private static readonly string[] Sampling = ["temperature", "top_p", "top_k"];

    // What Token Counting does not take, under either version.
    private static readonly string[] OfGeneration = [.. Sampling, "max_tokens", "metadata", "stop_sequences", "stream"];

    /// <summary>The answer that refuses it; null where nothing is wrong with it.</summary>
    /// <param name="request">The request, with its body read.</param>
    /// <param name="countsOnly">Whether nothing is generated, so that <c>max_tokens</c> and <c>stream</c> mean nothing.</param>
    public static Answer? Refuse(ApiRequest request, bool countsOnly)
    {
        var body = request.Json;
        if (Members.Text(body, "model") is not { Length: > 0 } model)
        {
            return Answers.Invalid(request, "model: Field required");
        }

        lock (request.Store.Gate)
        {
            var isTaken = (request.Options.AnyModel && model.StartsWith("claude-", StringComparison.Ordinal))
                || request.Options.Upstream?.HasModel(model) == true;
            if (!isTaken && !request.Store.Has("model_id", model))
            {
                return Answers.NotFound(request, $"model: {model}");
            }
        }

        var problem = (countsOnly ? CountingProblem(body) : GenerationProblem(body)) ?? MessagesProblem(body) ?? SystemProblem(body)
            ?? (request.Version == ApiVersions.V20261021 ? NewProblem(body) : SamplingProblem(body));
        return problem is null ? null : Answers.Invalid(request, problem);
    }

    private static string? GenerationProblem(JsonElement body)
    {
        if (!body.TryGetProperty("max_tokens", out var tokens))
        {
            return "max_tokens: Field required";
        }

        if (tokens.ValueKind != JsonValueKind.Number || !tokens.TryGetInt64(out var most) || most < 1)
        {
            return "max_tokens: Input should be an integer greater than or equal to 1";
        }

        return body.TryGetProperty("stream", out var stream) && stream.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
            ? "stream: Input should be a valid boolean"
            : null;
    }

    // Recorded: "max_tokens: Extra inputs are not permitted", and the same of the others.
    private static string? CountingProblem(JsonElement body) =>
        OfGeneration.FirstOrDefault(name => body.TryGetProperty(name, out _)) is { } extra
            ? $"{extra}: Extra inputs are not permitted"
            : null;

    private static string? MessagesProblem(JsonElement body)
    {
        if (!body.TryGetProperty("messages", out var messages))
        {
            return "messages: Field required";
        }

        if (messages.ValueKind != JsonValueKind.Array)
        {
            return "messages: Input should be a valid list";
        }

        var index = 0;
        foreach (var message in messages.EnumerateArray())
        {
            if (Members.Text(message, "role") is not ("user" or "assistant" or "system"))
            {
                return $"messages.{index}.role: Input should be 'user' or 'assistant'";
            }

            if (!message.TryGetProperty("content", out var content) || !IsContent(content))
            {
                return $"messages.{index}.content: Input should be a valid string or a list of content blocks";
            }

            index++;
        }

        return index == 0 ? "messages: at least one message is required" : null;
    }

    private static string? SystemProblem(JsonElement body) =>
        body.TryGetProperty("system", out var system) && !IsContent(system)
            ? "system: Input should be a valid string or a list of text blocks"
            : null;

    private static bool IsContent(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => !content.ValueEquals(""),
        JsonValueKind.Array => content.GetArrayLength() > 0
            && content.EnumerateArray().All(block => Members.Text(block, "type") is not null),
        _ => false,
    };

    private static string? SamplingProblem(JsonElement body)
    {
        foreach (var name in Sampling)
        {
            var largest = name == "top_k" ? double.MaxValue : 1;
            if (body.TryGetProperty(name, out var value)
                && (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || number < 0 || number > largest))
            {
                return $"{name}: Input should be a number in its range";
            }
        }

        return null;
    }

    // 2026-10-21: refused "even with their default values".
    private static string? NewProblem(JsonElement body)
    {
        if (Sampling.FirstOrDefault(name => body.TryGetProperty(name, out _)) is { } sampling)
        {
            return $"{sampling}: Extra inputs are not permitted";
        }

        foreach (var message in body.GetProperty("messages").EnumerateArray())
        {
            var role = Members.Text(message, "role");
            var content = message.GetProperty("content");
            if (content.ValueKind != JsonValueKind.Array)
            {
                continue;
            }

            foreach (var block in content.EnumerateArray())
            {
                var type = Members.Text(block, "type");
                if (role == "assistant" && type == "document")
                {
                    return "messages: a document block cannot stand directly in an assistant message";
                }

                if (role == "user" && type == "text" && HasCitations(block))
                {
                    return "messages: a text block with citations cannot stand in a user message";
                }
            }
        }

        return null;
    }

    private static bool HasCitations(JsonElement block) =>
        block.TryGetProperty("citations", out var citations)
        && citations.ValueKind == JsonValueKind.Array
        && citations.GetArrayLength() > 0;
}
