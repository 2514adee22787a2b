using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>What goes wrong with the bodies and statuses of errors. Where nothing else is said, the 413 is left as it is.</summary>
internal static class ErrorDeviations
{
    private static readonly string[] OfTheEnvelope =
    [
        "error.type-matches-status", "error.message-is-text", "noncanonical-type", "near-miss-type", "message-is-object"
    ];

    public static IEnumerable<Deviation> All { get; } =
    [
        new("noncanonical-type", "The type is a class name, NotFoundError, in the right envelope.", "vllm-project/vllm")
        {
            Rules = ["error.type-matches-status", "error.unknown-route"],
            Bend = Changing(IsError, (answer, json) => json["error"]!["type"] = answer.Status == 404 ? "NotFoundError" : "BadRequestError"),
        },
        new("near-miss-type", "The type of a 400 is BadRequest.", "envoyproxy/ai-gateway#1881")
        {
            Rules = ["error.type-matches-status"],
            Bend = Changing(status => status == 400, (_, json) => json["error"]!["type"] = "BadRequest"),
        },
        new("type-always-invalid-request", "Every error is an invalid_request_error, also the 401.", "a constant in the error path")
        {
            Rules = ["error.type-matches-status", "error.unknown-route"],
            Bend = Changing(IsError, (_, json) => json["error"]!["type"] = ErrorTypes.InvalidRequest),
        },
        new("message-is-object", "The message is an object.", "translating gateways")
        {
            Rules = ["error.message-is-text"],
            Bend = Changing(
                IsError, (_, json) => json["error"]!["message"] = new JsonObject { ["text"] = json["error"]!["message"]!.DeepClone() }),
        },
        new("message-empty-on-401", "The message of a 401 is empty.", "errors without a text")
        {
            Rules = ["error.message-is-text"],
            Bend = Changing(status => status == 401, (_, json) => json["error"]!["message"] = ""),
        },
        new(
            "request-id-in-body-differs",
            "The request_id in the body is another than the header's.",
            "gateways that keep the upstream's body")
        {
            Rules = ["error.request-id-in-body-matches"],
            Bend = Changing(IsError, (_, json) => json["request_id"] = Identifiers.New("req_")),
        },
        new(
            "openai-envelope",
            "The envelope is OpenAI's: error with message, type, param and code, and nothing around it.",
            "BerriAI/litellm#39037")
        {
            Rules = ["error.envelope", "size.envelope", "error.unknown-route"],
            Masks = OfTheEnvelope,
            Bend = Changing(status => status >= 400, (answer, json) =>
            {
                var error = (JsonObject)json["error"]!.DeepClone();
                error["param"] = null;
                error["code"] = answer.Status;
                json.Clear();
                json["error"] = error;
            }),
        },
        new(
            "openai-envelope-on-unknown-models",
            "Only a model that does not exist is answered in OpenAI's envelope.",
            "deltawi/deltallm#227")
        {
            Rules = ["error.envelope"],
            Masks = ["error.unknown-model"],
            Bend = Of("not_found_error", "model: ", (request, json) =>
            {
                if (!request.Operation!.NamesResource)
                {
                    json.Remove("type");
                    json["error"]!["code"] = "model_not_found";
                }
            }),
        },
        new(
            "type-missing-on-malformed-json",
            "Only on malformed JSON the error has no type.",
            "a second envelope in one server, vllm#57997")
        {
            Rules = ["error.envelope"],
            Masks = ["content.malformed-json"],
            Bend = Of(
                ErrorTypes.InvalidRequest, "The request body is not valid JSON", (_, json) => json["error"]!.AsObject().Remove("type")),
        },
        new("message-empty-on-unknown-versions", "The message about a version that does not exist is empty.", "errors without a text")
        {
            Rules = ["error.message-is-text"],
            Bend = Of(ErrorTypes.InvalidRequest, "anthropic-version: \"", (_, json) => json["error"]!["message"] = ""),
        },
        new("prefixed-envelope", "The error stands beside the provider's name, without a type around it.", "Portkey-AI/gateway")
        {
            Rules = ["error.envelope", "size.envelope", "error.unknown-route"],
            Masks = OfTheEnvelope,
            Bend = Changing(status => status >= 400, (_, json) =>
            {
                json.Remove("type");
                json["provider"] = "anthropic";
            }),
        },
        new("envelope-missing-on-401", "The 401 alone has no envelope.", "a key check of the gateway's own")
        {
            Rules = ["error.envelope"],
            Bend = Changing(status => status == 401, (_, json) => json.Remove("type")),
        },
        new("failure-status-shape", "An error is a status and a message.", "Portkey-AI/gateway")
        {
            Rules = ["error.envelope", "error.unknown-route"],
            Masks = [.. OfTheEnvelope, "error.request-id-in-body-matches", "error.never-2xx"],
            Bend = Changing(IsError, (_, json) =>
            {
                var message = json["error"]!["message"]!.DeepClone();
                json.Clear();
                json["status"] = "failure";
                json["message"] = message;
            }),
        },
        new("string-error", "The error is a string.", "vllm-project/vllm")
        {
            Rules = ["error.envelope", "error.unknown-route"],
            Masks = [.. OfTheEnvelope, "error.request-id-in-body-matches"],
            Bend = Changing(IsError, (_, json) =>
            {
                var message = json["error"]!["message"]!.DeepClone();
                json.Clear();
                json["error"] = message;
            }),
        },
        new("error-as-200", "A resource that does not exist is answered 200 with an error envelope.", "praxis-proxy/ai#940")
        {
            Rules = ["error.never-2xx"],
            Masks = ["error.unknown-resource", "resource-unknown-400"],
            Bend = pipeline => pipeline.Rewriting(status => status == 404, (request, answer) =>
            {
                if (request.Operation?.NamesResource == true)
                {
                    answer.Status = 200;
                }
            }),
        },
        new("blank-200", "A 400 of the Batch API becomes a 200 with an empty body.", "coder/aibridge#56")
        {
            Rules = ["error.never-2xx"],
            Bend = pipeline => pipeline with
            {
                Handle = async request =>
                {
                    var answer = await pipeline.Handle(request);
                    return answer is { Status: 400 } && request.Is("batches.create") ? new Answer(StatusCodes.Status200OK) : answer;
                },
            },
        },
    ];

    private static Func<RequestPipeline, RequestPipeline> Of(string type, string message, Action<ApiRequest, JsonObject> change) =>
        pipeline =>
        pipeline.Rewriting(IsError, (request, answer) =>
        {
            if (answer.Json() is { } json && json["error"] is JsonObject error && error["type"]?.GetValue<string>() == type
                && error["message"]!.GetValue<string>().StartsWith(message, StringComparison.Ordinal))
            {
                change(request, json);
                answer.Replace(json);
            }
        });

    private static bool IsError(int status) => status >= 400 && status != 413;

    private static Func<RequestPipeline, RequestPipeline> Changing(Func<int, bool> status, Action<Answer, JsonObject> change) =>
        pipeline => pipeline.Rewriting(status, (_, answer) =>
        {
            if (answer.Json() is { } json && json["error"] is JsonObject { Count: > 1 })
            {
                change(answer, json);
                answer.Replace(json);
            }
        });
}
