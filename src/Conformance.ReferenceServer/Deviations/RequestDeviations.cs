using System.Text;
using Conformance.Contract;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference;

/// <summary>What goes wrong with the media type, the coding and the JSON of requests.</summary>
internal static class RequestDeviations
{
    public static IEnumerable<Deviation> All { get; } =
    [
        new("text-plain-accepted", "A body is read as JSON whatever its label says.", "OmniRoute#6414")
        {
            Records = ["content.missing-type", "content.wrong-type"],
            Bend = pipeline => pipeline.Receiving(request => Label(request, _ => MediaTypes.Json)),
        },
        new("type-missing-accepted", "A body without a content-type is taken for JSON.", "frameworks with a default media type")
        {
            Records = ["content.missing-type"],
            Bend = pipeline => pipeline.Receiving(request => Label(request, label => label.Length == 0 ? MediaTypes.Json : label)),
        },
        new("charset-refused", "application/json; charset=utf-8 is refused.", "string comparison")
        {
            Rules = ["content.charset-accepted"],
            Bend = pipeline => pipeline with
            {
                Media = async request =>
                    request.Operation!.Takes == RequestMedia.Json && request.Http.Request.ContentType?.Contains(';') == true
                    ? Answers.Invalid(request, "content-type: must be application/json")
                    : await pipeline.Media(request),
            },
        },
        new("coding-ignored", "A content-encoding that does not exist is ignored.", "servers that do not look at it")
        {
            Rules = ["content.unknown-content-encoding"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (!Bodies.ContentCoding.IsUnderstood(request.Http.Request.Headers.ContentEncoding))
                {
                    request.Http.Request.Headers.ContentEncoding = default;
                }
            }),
        },
        new(
            "gzip-label-ignored",
            "A content-encoding of gzip is ignored: what is not gzip is accepted, what is gzip is no JSON.",
            "servers that do not look at it")
        {
            Rules = ["content.untrue-content-encoding"],
            Records = ["content.gzip-request"],
            Bend = pipeline => pipeline.Receiving(request =>
            {
                if (request.Http.Request.Headers.ContentEncoding == "gzip")
                {
                    request.Http.Request.Headers.ContentEncoding = default;
                }
            }),
        },
        new("gzip-requests-refused", "A gzip request body is refused.", "servers without decompression")
        {
            Records = ["content.gzip-request"],
            Bend = pipeline => pipeline with
            {
                Media = async request => request.Http.Request.Headers.ContentEncoding == "gzip"
                    ? Answers.Invalid(request, "content-encoding: gzip is not supported", "request_body_encoding_unsupported")
                    : await pipeline.Media(request),
            },
        },
        new(
            "malformed-json-500-on-messages",
            "Malformed JSON is answered 500 on Messages alone.",
            "gateways that parse what they translate")
        {
            Rules = ["content.malformed-json"],
            Bend = Failing("not valid JSON", request => request.Is("messages.create", "messages.count_tokens")),
        },
        new(
            "malformed-json-500-on-resources",
            "Malformed JSON is answered 500 where the path names a resource.",
            "gateways that parse before they look for the resource")
        {
            Rules = ["content.malformed-json"],
            Bend = Failing("not valid JSON", request => request.Operation!.NamesResource),
        },
        new("malformed-json-500", "Malformed JSON is answered 500.", "deltawi/deltallm#227")
        {
            Rules = ["content.malformed-json"],
            Bend = Failing("not valid JSON", _ => true),
        },
        new("empty-body-500", "A request without the body it needs is answered 500.", "a parser that meets no bytes")
        {
            Rules = ["content.empty-body"],
            Bend = Failing("body is empty", _ => true),
        },
        new("unicode-refused", "A body with other than ASCII characters is refused.", "byte strings")
        {
            Rules = ["content.json-accepted"],
            Bend = Body((request, answer) => answer is null && request.Text is { } text
                && text.Kept.Span.ContainsAnyExceptInRange((byte)0, (byte)127)
                ? Answers.Invalid(request, "The request body is not ASCII")
                : answer),
        },
        new("key-order-fixed", "The model must be the first member.", "hand-written parsers")
        {
            Rules = ["content.json-accepted", "version.forwarded"],
            Bend = Body((request, answer) => answer is null && request.Is("messages.create", "messages.count_tokens")
                && request.Json.EnumerateObject().FirstOrDefault().Name is { } first && first != "model"
                ? Answers.Invalid(request, "model: must come first")
                : answer),
        },
        new("model-unknown-400", "A model that does not exist is answered 400.", "translating gateways")
        {
            Rules = ["error.unknown-model"],
            Bend = Handler((request, answer) => answer.Status == 404 && !request.Operation!.NamesResource
                && request.Is("messages.create", "messages.count_tokens")
                ? Answers.Invalid(request, "model: unknown")
                : answer),
        },
        new("resource-unknown-400", "A resource that does not exist is answered 400.", "translating gateways")
        {
            Rules = ["error.unknown-resource"],
            Bend = Handler((request, answer) => answer.Status == 404 && request.Operation!.NamesResource
                ? Answers.Invalid(request, "unknown id")
                : answer),
        },
        new("unknown-route-200", "Any path is answered 200.", "LM Studio #618")
        {
            Rules = ["error.unknown-route"],
            Bend = pipeline => pipeline with
            {
                Route = async request =>
                    await pipeline.Route(request) is null ? null : Answers.Json(new System.Text.Json.Nodes.JsonObject()),
            },
        },
        new("wrong-method-404", "A wrong method is answered 404.", "routers that match method and path together")
        {
            Rules = ["error.wrong-method"],
            Bend = pipeline => pipeline with
            {
                Method = async request => await pipeline.Method(request) is null ? null : Answers.NotFound(request, "Not Found"),
            },
        },
        new("count-tokens-404", "Token Counting is missing.", "envoyproxy/ai-gateway#1360")
        {
            Rules = ["error.operation-served"],
            Masks = ["*-on-token-counting", "open-token-counting"],
            Bend = Unrouted("messages.count_tokens"),
        },
        new("v1-doubled", "/v1/v1/messages is answered, and /v1/messages is not.", "CLIProxyAPI#3778")
        {
            Rules = ["error.operation-served"],
            Masks = ["stream.*", "*-on-messages", "rate-limits-dropped", "workspace-id-dropped"],
            Bend = pipeline => Unrouted("messages.create")(pipeline).Receiving(request =>
            {
                if (request.Path.StartsWith("/v1/v1/", StringComparison.Ordinal))
                {
                    request.Path = request.Path[3..];
                    request.Http.Items["v1-doubled"] = true;
                }
            }),
        },
        new("batches-500", "One operation fails with 500: the list of batches.", "a handler that was never tried")
        {
            Rules = ["error.operation-served"],
            Bend = Handler((request, answer) => request.Is("batches.list") ? Answers.Error(request, 500, "Internal server error") : answer),
        },
    ];

    private static void Label(ApiRequest request, Func<string, string> label)
    {
        var http = request.Http.Request;
        if (HttpMethods.IsPost(http.Method) && http.ContentType?.StartsWith(MediaTypes.Multipart, StringComparison.Ordinal) != true)
        {
            http.ContentType = label(http.ContentType ?? "");
        }
    }

    private static bool Says(Answer? answer, string text) =>
        answer is not null && Encoding.UTF8.GetString(answer.Body.Span).Contains(text, StringComparison.Ordinal);

    private static Func<RequestPipeline, RequestPipeline> Body(Func<ApiRequest, Answer?, Answer?> rewrite) =>
        pipeline => pipeline with { Body = async request => rewrite(request, await pipeline.Body(request)) };

    /// <summary>A 500 in place of the refusal that says this, where a request is one of these.</summary>
    private static Func<RequestPipeline, RequestPipeline> Failing(string said, Func<ApiRequest, bool> when) =>
        Body((request, answer) => Says(answer, said) && when(request) ? Answers.Error(request, 500, "Internal server error") : answer);

    private static Func<RequestPipeline, RequestPipeline> Handler(Func<ApiRequest, Answer, Answer> rewrite) =>
        pipeline => pipeline with { Handle = async request => rewrite(request, (await pipeline.Handle(request))!) };

    private static Func<RequestPipeline, RequestPipeline> Unrouted(string operation) => pipeline => pipeline with
    {
        Route = async request => await pipeline.Route(request) is { } answer ? answer
            : request.Is(operation) && !request.Http.Items.ContainsKey("v1-doubled") ? Answers.NotFound(request, "Not Found")
            : null,
    };
}
