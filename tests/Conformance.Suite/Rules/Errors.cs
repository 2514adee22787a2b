using System.Text.Json;
using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Errors": statuses, types and the envelope.</summary>
public sealed class Errors : ContractTests
{
    private const string AlwaysJson = "Errors are always returned as JSON, with a top-level `error` object that always includes a `type` and `message` value.";
    private const string NoSuchRoute = "/v1/conformance-no-such-route";

    [Rule("error.operation-served", Must, "2024-06", "A valid request is answered as documented, never with 404, 405 or 5xx", Needs = Needs.Nothing)]
    [Clause(Documents.Overview2025November, "API reference", "The operations that the navigation of the API reference lists.")]
    [EveryOperation]
    public async Task The_operation_is_served(Operation operation)
    {
        await Target.BaselineOf(operation);
        var exchange = await Target.Valid(operation);
        var status = exchange.Response!.Status;
        exchange.Should().Hold(
            status is not (404 or 405 or >= 500) || status == operation.Probe.Status, $"{operation.Probe.Status}", exchange.Should().Came());
    }

    [Rule("error.envelope", Must, "2024-06", "Every error has the documented envelope", Needs = Needs.Route)]
    [Clause(Documents.Errors, "Error shapes", AlwaysJson)]
    [EveryOperation]
    public async Task Errors_have_the_envelope(Operation operation)
    {
        foreach (var exchange in await ReadableErrors(operation))
        {
            exchange.Should().HaveErrorEnvelope();
        }
    }

    [Rule("error.type-matches-status", Must, "2024-06", "The type of an error is the one documented for its status", Needs = Needs.Route)]
    [Clause(Documents.Errors, "HTTP errors", "400 - `invalid_request_error` … 401 - `authentication_error` … 404 - `not_found_error` …")]
    [EveryOperation]
    public async Task The_type_is_the_one_for_the_status(Operation operation)
    {
        foreach (var exchange in await Enveloped(operation))
        {
            var status = exchange.Response!.Status;
            var type = AnswerBody.ErrorType(exchange);
            var expected = ErrorTypes.For(status);
            exchange.Should().Hold(type == expected, $"error.type {expected} on the {status}", type ?? "none");
        }
    }

    [Rule("error.message-is-text", Must, "2024-06", "The message of an error is a string, and not an empty one", Needs = Needs.Route)]
    [Clause(Documents.Errors, "Error shapes", AlwaysJson)]
    [EveryOperation]
    public async Task The_message_is_text(Operation operation)
    {
        foreach (var exchange in await Enveloped(operation))
        {
            var message = AnswerBody.Member(AnswerBody.Json(exchange), "error", "message");
            exchange.Should().Hold(
                message is { ValueKind: JsonValueKind.String } text && text.GetString()!.Length > 0,
                $"error.message to be a string on the {exchange.Response!.Status}",
                message is { } other ? $"{other.ValueKind}" : "none");
        }
    }

    [Rule("error.never-2xx", Must, "2024-06", "An error is never answered with a 2xx", Needs = Needs.Nothing)]
    [Clause(Documents.Errors, "HTTP errors", "The API follows a predictable HTTP error code format.")]
    [EveryOperation]
    public async Task An_error_is_never_a_success(Operation operation)
    {
        foreach (var exchange in await Target.Answers(operation))
        {
            var response = exchange.Response!;
            exchange.Should().Hold(
                response.Status is < 200 or >= 300 || !IsErrorInDisguise(exchange),
                "an error to have a status of 400 or more",
                response.BodyLength == 0 ? $"{response.Status} with an empty body" : $"{response.Status} with an error in its body");
        }
    }

    [Rule("error.unknown-resource", Must, "2024-06", "A resource that does not exist is answered 404", Needs = Needs.Key)]
    [Clause(Documents.Errors, "HTTP errors", "404 - `not_found_error`: The requested resource was not found.")]
    [EveryOperation(OnUnknownResources = true)]
    public async Task An_unknown_resource_is_not_found(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        var status = exchange.Response!.Status;
        if (status is >= 200 and < 300 && IsErrorInDisguise(exchange))
        {
            NotJudged($"the error is answered {status}: see error.never-2xx");
        }

        await NotJudgedWhereReadsAreRefused(operation, exchange);
        exchange.Should().BeRefusedWith(404, ErrorTypes.NotFound);
    }

    [Rule("error.unknown-model", Must, "2024-06", "A model that does not exist is answered 404")]
    [Clause(Documents.Errors, "HTTP errors", "404 - `not_found_error`: The requested resource was not found.")]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task An_unknown_model_is_not_found(Operation operation)
    {
        var body = operation.ProbeJson!.Replace(Probe.ModelPlaceholder, "claude-conformance-no-such-model", StringComparison.Ordinal);
        var exchange = await Target.Send(Target.Probe(operation).WithBody(body));
        exchange.Should().BeRefusedWith(404, ErrorTypes.NotFound);
    }

    [Rule("error.unknown-route", Should, "2024-06", "A path under /v1 that does not exist is answered 404")]
    [Clause(Documents.Recorded, "Violations", "Unknown path under /v1 → 404 `not_found_error`.")]
    public async Task An_unknown_route_is_not_found()
    {
        var exchange = await Target.Send(Target.Plain("GET", NoSuchRoute));
        exchange.Should().BeRefusedWith(404, ErrorTypes.NotFound);
    }

    [Rule("error.wrong-method", Should, "2024-06", "A method that a path does not have is answered 405")]
    [Clause(Documents.Rfc9110, "15.5.6 405 Method Not Allowed", "The method received in the request-line is known by the origin server but not supported by the target resource.")]
    [Operations("messages.create", "messages.count_tokens", "batches.list", "models.list", "files.list", "skills.list")]
    public async Task A_wrong_method_is_not_allowed(Operation operation)
    {
        var exchange = await Target.Send((Target.Probe(operation) with { Method = "PUT" }).Without(HeaderNames.ContentType).WithoutBody());
        exchange.Should().BeRefusedWith(405, ErrorTypes.InvalidRequest);
    }

    [Rule("error.request-id-in-body-matches", Should, "2025-05", "A request_id in the body of an error is the one in the header", Needs = Needs.Route)]
    [Clause(Documents.Errors, "Request id", "Every API response includes a unique `request-id` header. … This ID is also included in error responses as `request_id`.")]
    [EveryOperation]
    public async Task The_request_id_in_the_body_is_the_one_in_the_header(Operation operation)
    {
        foreach (var exchange in await ReadableErrors(operation))
        {
            var inBody = AnswerBody.Member(AnswerBody.Json(exchange), "request_id");
            var inHeader = exchange.Response!.Header(HeaderNames.RequestId);
            exchange.Should().Hold(
                inBody is null or { ValueKind: JsonValueKind.Null } || inHeader is null || inBody.Value.ToString() == inHeader,
                $"request_id {inHeader} in the body of the {exchange.Response.Status}",
                inBody?.ToString() ?? "none");
        }
    }

    private static bool IsErrorInDisguise(Wire.Exchange exchange) =>
        exchange.Response!.BodyLength == 0 || (AnswerBody.Json(exchange) is { } json && AnswerBody.IsError(json));

    /// <summary>The errors whose body is JSON at all; whether it is, is for the content rules to judge.</summary>
    private static async Task<IReadOnlyList<Wire.Exchange>> ReadableErrors(Operation operation)
    {
        var readable = (await Target.Errors(operation)).Where(exchange => AnswerBody.Json(exchange) is not null).ToList();
        if (readable.Count == 0)
        {
            NotJudged("no error of the operation has a JSON body: see content.error-json and content.body-parses");
        }

        return readable;
    }

    /// <summary>The errors that have a typed <c>error</c> object; whether they have, is for <c>error.envelope</c> to judge.</summary>
    private static async Task<IReadOnlyList<Wire.Exchange>> Enveloped(Operation operation)
    {
        var enveloped = (await ReadableErrors(operation))
            .Where(exchange => AnswerBody.Member(AnswerBody.Json(exchange), "type") is { ValueKind: JsonValueKind.String } && AnswerBody.ErrorType(exchange) is not null).ToList();
        if (enveloped.Count == 0)
        {
            NotJudged("no error of the operation has the envelope: see error.envelope");
        }

        return enveloped;
    }
}
