using System.Text.Json.Nodes;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Resources;

namespace Conformance.Reference.Handlers;

/// <summary>Text Completions (legacy).</summary>
internal static class Completions
{
    private const string Model = "claude-2.1";

    private static readonly Dictionary<string, MemberRule> Rules = new()
    {
        ["model"] = new("string"),
        ["prompt"] = new("string"),
        ["max_tokens_to_sample"] = new("integer"),
    };

    /// <summary>Completes a prompt.</summary>
    public static ValueTask<Answer?> Create(ApiRequest request)
    {
        if (Members.Text(request.Json, "model") is { Length: > 0 } model && model != Model)
        {
            return new(Answers.NotFound(request, $"model: {model}"));
        }

        if (Members.Problem(request.Json, Rules) is { } problem)
        {
            return new(Answers.Invalid(request, problem));
        }

        if (request.Json.GetProperty("max_tokens_to_sample").GetInt64() < 1)
        {
            return new(Answers.Invalid(request, "max_tokens_to_sample: Input should be greater than or equal to 1"));
        }

        return new(Answers.Json(new JsonObject
        {
            ["id"] = Identifiers.New("compl_"),
            ["type"] = "completion",
            ["completion"] = " Hello!",
            ["stop_reason"] = "stop_sequence",
            ["model"] = Model,
        }));
    }
}
