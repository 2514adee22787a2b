using System.Text.Json;
using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Errors": statuses, types and the envelope, of every error that an operation can be made to give.</summary>
public sealed class Errors : ContractTests
{
    private const string AlwaysJson =
        "Errors are always returned as JSON, with a top-level `error` object that always includes a `type` and `message` value.";

    internal const string NoSuchRoute = "/v1/conformance-no-such-route";

    [Rule(
        "error.operation-served", Must, "2024-06", "A valid request is answered as documented, never with 404, 405 or 5xx",
        Needs = Needs.Nothing)]
    [Clause(Documents.Overview2025November, "API reference", "The operations that the navigation of the API reference lists.")]
    [EveryOperation]
    public async Task The_operation_is_served(Operation operation)
    {
        if (await Target.NotServed(operation) is { } missing)
        {
            var came = $"{missing.Should().Came()}, as for a route that cannot exist";
            missing.Should().Hold(false, "the operation to be there", came, new Mark(MarkedPart.Status));
        }

        await Target.BaselineOf(operation);
        var exchange = await Target.Valid(operation);
        if (operation.Probe.Statuses.Contains(exchange.Response!.Status))
        {
            exchange.Should().HaveStatus(exchange.Response.Status);
        }
        else
        {
            exchange.Should().NotHaveStatus([404, 405, .. Enumerable.Range(500, 100)], $"{operation.Probe.Status}");
        }
    }

    [Rule("error.envelope", Must, "2024-06", "Every error has the documented envelope", Needs = Needs.Route, Reads = Reads.Error)]
    [Clause(Documents.Errors, "Error shapes", AlwaysJson)]
    [EveryOperation]
    public async Task Errors_have_the_envelope(Operation operation) =>
        Each(await Target.Errors(operation), exchange => exchange.Should().HaveErrorEnvelope());

    [Rule(
        "error.type-matches-status", Must, "2024-06", "The type of an error is the one documented for its status",
        Needs = Needs.Route, Reads = Reads.Error, DependsOn = ["error.envelope"])]
    [Clause(Documents.Errors, "HTTP errors", "400 - `invalid_request_error` … 401 - `authentication_error` … 404 - `not_found_error` …")]
    [EveryOperation]
    public async Task The_type_is_the_one_for_the_status(Operation operation) => Each(await Target.Errors(operation), exchange =>
    {
        var type = AnswerBody.Text(Enveloped(exchange), "error", "type")!;
        var expected = ErrorTypes.For(exchange.Response!.Status);
        exchange.Should().HoldOfBody(type == expected, $"error.type {expected} on the {exchange.Should().Answer}", type, type);
    });

    [Rule(
        "error.message-is-text", Must, "2024-06", "The message of an error is a string, and not an empty one",
        Needs = Needs.Route, Reads = Reads.Error, DependsOn = ["error.envelope"])]
    [Clause(Documents.Errors, "Error shapes", AlwaysJson)]
    [EveryOperation]
    public async Task The_message_is_text(Operation operation) => Each(await Target.Errors(operation), exchange =>
    {
        var json = Enveloped(exchange);
        var message = AnswerBody.Member(json, "error", "message");
        exchange.Should().HoldOfBody(
            AnswerBody.Text(json, "error", "message") is { Length: > 0 },
            $"error.message to be a string on the {exchange.Should().Answer}",
            message is { ValueKind: JsonValueKind.String } ? "an empty string" : message is { } other ? $"{other.ValueKind}" : "none",
            message?.GetRawText());
    });

    [Rule(
        "error.never-2xx", Must, "2024-06", "An error is never answered with a 2xx", Needs = Needs.Nothing,
        DependsOn = ["content.response-json"])]
    [Clause(Documents.Errors, "HTTP errors", "The API follows a predictable HTTP error code format.")]
    [EveryOperation]
    public async Task An_error_is_never_a_success(Operation operation)
    {
        var answers = (await Target.Refusals(operation)).Select(pair => pair.Exchange).Prepend(await Target.Valid(operation)).Distinct();
        Each(answers, exchange =>
        {
            var response = exchange.Response!;
            exchange.Should().Hold(
                response.Status is < 200 or >= 300 || !IsErrorInDisguise(exchange),
                "an error to have a status of 400 or more" + (CaseContext.Current.NameOf(exchange) is { } what ? $", to {what}" : ""),
                response.BodyLength == 0 ? $"{response.Status} with an empty body" : $"{response.Status} with an error in its body",
                new Mark(MarkedPart.Status),
                new Mark(MarkedPart.Body));
        });
    }

    [Rule(
        "error.unknown-resource", Must, "2024-06", "A resource that does not exist is answered 404",
        Needs = Needs.Key, Reads = Reads.Refusal, DependsOn = ["error.never-2xx", "version.accepted"])]
    [Clause(Documents.Errors, "HTTP errors", "404 - `not_found_error`: The requested resource was not found.")]
    [EveryOperation(OnUnknownResources = true)]
    public async Task An_unknown_resource_is_not_found(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        var status = exchange.Response!.Status;
        if (status is >= 200 and < 300 && IsErrorInDisguise(exchange))
        {
            Skip.See("error.never-2xx", $"the error is answered {status}");
        }

        if (operation.Probe.AlsoAllowed.Contains(status))
        {
            Skip.NothingToShow(status == 200
                ? "the deletion is documented to succeed where there is nothing to delete"
                : "the id of its probe may not be rightly formed, and is refused as such");
        }

        await SkipWhereReadsAreRefused(operation, exchange);
        exchange.Should().BeRefusedWith(404, ErrorTypes.NotFound);
    }

    [Rule("error.unknown-model", Must, "2024-06", "A model that does not exist is answered 404", Reads = Reads.Refusal)]
    [Clause(Documents.Errors, "HTTP errors", "404 - `not_found_error`: The requested resource was not found.")]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task An_unknown_model_is_not_found(Operation operation) =>
        (await Target.Refused(Refusal.UnknownModel, operation)).Should().BeRefusedWith(404, ErrorTypes.NotFound);

    [Rule(
        "error.unknown-route", Should, "2024-06", "A path under /v1 that does not exist is answered 404 in the documented envelope",
        IsAboutOtherRoutes = true)]
    [Clause(Documents.Recorded, "Violations", "Unknown path under /v1 → 404 `not_found_error`.")]
    public async Task An_unknown_route_is_not_found()
    {
        var exchange = await Target.Once("unknown route", () => Target.Plain("GET", NoSuchRoute));
        exchange.Should().HaveStatus(404).And.HaveMediaType(MediaTypes.Json);
        var json = AnswerBody.Json(exchange);
        exchange.Should().HoldOfBody(json is not null, "a JSON text on the 404", "a body that does not parse");
        exchange.Should().HaveErrorEnvelope();
        var type = AnswerBody.Text(json, "error", "type");
        exchange.Should().HoldOfBody(type == ErrorTypes.NotFound, $"error.type {ErrorTypes.NotFound} on the 404", type ?? "none", type);
    }

    [Rule("route.beta-query-neutral", Must, "2025-05", "A path with ?beta=true is answered as the path without it")]
    [Clause(Documents.Clients, "Beta resources", "Every call of `client.beta` has `?beta=true` on its path; the resource is the same.")]
    [Operations("messages.create", "messages.count_tokens", "batches.list", "models.list", "files.list", "skills.list")]
    public async Task The_beta_query_is_neutral(Operation operation)
    {
        var probe = Target.Probe(operation);
        var exchange = await Target.Send(probe with { Target = probe.Target + "?beta=true" });
        exchange.Should().BeAnsweredLike(await Target.Valid(operation), "the same path without ?beta=true");
    }

    [Rule("error.wrong-method", Should, "2024-06", "A method that a path does not have is answered 405", Reads = Reads.Refusal)]
    [Clause(
        Documents.Rfc9110, "15.5.6 405 Method Not Allowed",
        "The method received in the request-line is known by the origin server but not supported by the target resource.")]
    [Operations("messages.create", "messages.count_tokens", "batches.list", "models.list", "files.list", "skills.list")]
    public async Task A_wrong_method_is_not_allowed(Operation operation) =>
        (await Target.Refused(Refusal.WrongMethod, operation)).Should().BeRefusedWith(405, ErrorTypes.InvalidRequest);

    [Rule(
        "error.request-id-in-body-matches", Should, "2025-05", "A request_id in the body of an error is the one in the header",
        Needs = Needs.Route, Reads = Reads.Error, DependsOn = ["headers.request-id"])]
    [Clause(
        Documents.Errors, "Request id",
        "Every API response includes a unique `request-id` header. … This ID is also included in error responses as `request_id`.")]
    [EveryOperation]
    public async Task The_request_id_in_the_body_is_the_one_in_the_header(Operation operation) =>
        Each(await Target.Errors(operation), exchange =>
    {
        var inBody = AnswerBody.Member(exchange.Should().ErrorJson(), "request_id");
        if (inBody is null or { ValueKind: JsonValueKind.Null })
        {
            Skip.NothingToShow("no error of the operation has a request_id in its body");
        }

        if (exchange.Response!.Header(HeaderNames.RequestId) is not { Length: > 0 } inHeader)
        {
            Skip.See("headers.request-id", "no error of the operation carries a request-id");
            return;
        }

        exchange.Should().HoldOfBody(
            inBody.Value.ToString() == inHeader,
            $"request_id {inHeader} in the body of the {exchange.Should().Answer}",
            inBody.Value.ToString(),
            inBody.Value.ToString());
    });

    private static bool IsErrorInDisguise(Exchange exchange) =>
        exchange.Response!.BodyLength == 0 || (AnswerBody.Json(exchange) is { } json && AnswerBody.IsError(json));

    /// <summary>The JSON of an error that has a typed <c>error</c> object; whether it has, is for <c>error.envelope</c> to judge.</summary>
    private static JsonElement Enveloped(Exchange exchange)
    {
        var json = exchange.Should().ErrorJson();
        if (AnswerBody.Text(json, "type") is null || AnswerBody.Text(json, "error", "type") is null)
        {
            Skip.See("error.envelope", "no error of the operation has the envelope");
        }

        return json;
    }
}
