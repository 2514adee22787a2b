using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Suite.Uploads;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Response Headers": <c>request-id</c> and <c>anthropic-organization-id</c>, "in every response".</summary>
public sealed partial class ResponseHeaders : ContractTests
{
    private const string RequestIdClause =
        "The Claude API includes the following headers in every response: `request-id`: A globally unique identifier for the request.";
    private const string OrganizationClause =
        "The Claude API includes the following headers in every response: `anthropic-organization-id`: The organization ID associated "
            + "with the API key used in the request.";

    [Rule("headers.request-id", Must, "2025-05", "Every answer, success or error, carries request-id", Needs = Needs.Route)]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    [EveryOperation]
    public async Task Every_answer_carries_a_request_id(Operation operation)
    {
        var promised = (await Target.Refusals(operation)).Where(pair => pair.Refusal.PromisesRequestId).Select(pair => pair.Exchange);
        Each(promised.Prepend(await Target.Valid(operation)).Distinct(), exchange => exchange.Should().HaveHeader(HeaderNames.RequestId));
    }

    [Rule("headers.request-id-on-405", Should, "2025-05", "A 405 carries request-id")]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    [Operations("messages.create", "messages.count_tokens", "batches.list", "models.list", "files.list", "skills.list")]
    public async Task A_405_carries_a_request_id(Operation operation) =>
        (await Target.Refused(Refusal.WrongMethod, operation)).Should().HaveHeader(HeaderNames.RequestId);

    [Rule("headers.request-id-on-unknown-route", Should, "2025-05", "The answer to a path that does not exist carries request-id")]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    public async Task An_unknown_route_carries_a_request_id() =>
        (await Target.Once("unknown route", () => Target.Plain("GET", Errors.NoSuchRoute))).Should().HaveHeader(HeaderNames.RequestId);

    [Rule(
        "headers.request-id-single", Must, "2025-05", "An answer carries one request-id, not several", Needs = Needs.Route,
        DependsOn = ["headers.request-id"])]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    [EveryOperation]
    public async Task An_answer_carries_one_request_id(Operation operation)
    {
        Each(await Answers(operation), exchange =>
        {
            RequestIdOf(exchange);
            var values = exchange.Response!.HeaderValues(HeaderNames.RequestId).SelectMany(value => value.Split(',')).ToList();
            exchange.Should().HoldOfHeader(
                HeaderNames.RequestId,
                values.Count == 1,
                $"one request-id on the {exchange.Should().Answer}",
                $"{values.Count}: {string.Join(" | ", values)}");
        });
    }

    [Rule("headers.request-id-unique", Must, "2025-05", "The request-ids of 200 concurrent requests are there, and all different",
        DependsOn = ["headers.request-id"], IsAskedOnce = true)]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    [Operations("models.list")]
    public async Task Request_ids_are_unique(Operation operation)
    {
        var exchanges = await Target.Burst(operation);
        var ids = exchanges.Select(exchange => exchange.Response!.Header(HeaderNames.RequestId)).OfType<string>().ToList();
        Observe("requests", exchanges.Count);
        Observe("ids", ids.Count);
        Observe("differentIds", ids.Distinct().Count());
        if (ids.Count == 0)
        {
            Skip.See("headers.request-id", "no answer carries a request-id");
        }

        var duplicate = ids.CountBy(id => id).Where(pair => pair.Value > 1).Select(pair => pair.Key).FirstOrDefault();
        var same = exchanges.Where(
            exchange => duplicate is not null && exchange.Response!.Header(HeaderNames.RequestId) == duplicate).Take(2).ToList();
        foreach (var exchange in same)
        {
            CaseContext.Current.Add(exchange);
        }

        var deciding = same.LastOrDefault() ?? exchanges.First(exchange => exchange.Response!.Header(HeaderNames.RequestId) is not null);
        deciding.Should().HoldOfHeader(
            HeaderNames.RequestId,
            duplicate is null,
            $"{ids.Count} different request-ids",
            $"{ids.Distinct().Count()}; {duplicate} came more than once");
    }

    [Rule("headers.always-present", Must, "2025-05", "Both headers are on each of 200 concurrent answers",
        DependsOn = ["headers.request-id"], IsAskedOnce = true)]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    [Operations("models.list", "messages.count_tokens")]
    public async Task The_headers_are_never_missing(Operation operation)
    {
        var valid = await Target.Valid(operation);
        var exchanges = await Target.Burst(operation);
        var promised = new[]
        {
            HeaderNames.RequestId,
            HeaderNames.OrganizationId,
        }.Where(name => valid.Response!.Header(name) is not null).ToList();
        if (promised.Count == 0)
        {
            Skip.See("headers.request-id", "a single answer carries neither header");
        }

        foreach (var name in promised)
        {
            var lacking = exchanges.Where(exchange => exchange.Response!.Header(name) is null).ToList();
            Observe(name == HeaderNames.RequestId ? "withoutRequestId" : "withoutOrganizationId", lacking.Count);
            (lacking.FirstOrDefault() ?? exchanges[0]).Should().HoldOfHeader(
                name, lacking.Count == 0, $"{name} on each of {exchanges.Count} answers", $"none on {lacking.Count} of them");
        }
    }

    [Rule(
        "headers.request-id-not-client-chosen", Must, "2025-05", "A request-id that the client sends does not come back as the answer's",
        DependsOn = ["headers.request-id"])]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    [Operations("models.list", "messages.count_tokens")]
    public async Task The_client_does_not_choose_the_request_id(Operation operation)
    {
        var chosen = "req_conformance" + Guid.NewGuid().ToString("N")[..9];
        var exchange = await Target.Send(Target.Probe(operation).Adding(HeaderNames.RequestId, chosen).Adding("x-request-id", chosen));
        RequestIdOf(exchange);
        exchange.Should().HoldOfHeader(
            HeaderNames.RequestId,
            !exchange.Response!.HeaderValues(HeaderNames.RequestId).Any(value => value.Contains(chosen, StringComparison.Ordinal)),
            "a request-id of the target's own",
            $"the client's, {chosen}");
    }

    [Rule(
        "headers.organization-id", Must, "2025-05", "Every answer to an authenticated request carries anthropic-organization-id",
        Needs = Needs.Key)]
    [Clause(Documents.Overview2025May, "Response Headers", OrganizationClause)]
    [EveryOperation]
    public async Task Authenticated_answers_carry_the_organization(Operation operation)
    {
        var promised = (await Target.Refusals(operation)).Where(pair => pair.Refusal.PromisesOrganization).Select(pair => pair.Exchange);
        Each(
            promised.Prepend(await Target.Valid(operation)).Distinct(),
            exchange => exchange.Should().HaveHeader(HeaderNames.OrganizationId));
    }

    [Rule(
        "headers.organization-id-stable", Must, "2025-05", "One key has one organisation, on every operation", Needs = Needs.Key,
        DependsOn = ["headers.organization-id"])]
    [Clause(Documents.Overview2025May, "Response Headers", OrganizationClause)]
    [EveryOperation]
    public async Task The_organization_of_a_key_is_stable(Operation operation)
    {
        var reference = operation.Key == KeyKind.Admin ? "organization.get" : "models.list";
        var first = (await Target.Valid(Operations.Find(reference))).Response!.Header(HeaderNames.OrganizationId);
        var exchange = await Target.Valid(operation);
        var here = exchange.Response!.Header(HeaderNames.OrganizationId);
        if (first is null || here is null)
        {
            Skip.See("headers.organization-id", $"{(here is null ? operation.Id : reference)} names no organisation");
        }

        exchange.Should().HoldOfHeader(
            HeaderNames.OrganizationId, here == first, $"{HeaderNames.OrganizationId}: {first}, as on {reference}", here);
    }

    [Rule(
        "headers.organization-id-expected", Must, "2025-05", "The organisation is the one that the run expects", Needs = Needs.Key,
        NeedsSetting = "OrganizationId")]
    [Clause(Documents.Overview2025May, "Response Headers", OrganizationClause)]
    [Operations("models.list", "messages.count_tokens", "organization.get")]
    public async Task The_organization_is_the_expected_one(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        var here = exchange.Response!.Header(HeaderNames.OrganizationId);
        var expected = Target.Settings.OrganizationId;
        exchange.Should().HoldOfHeader(
            HeaderNames.OrganizationId, here == expected, $"{HeaderNames.OrganizationId}: {expected}", here ?? "none");
    }

    [Rule(
        "headers.organization-id-is-the-keys", Must, "2025-11", "The organisation on an answer is the one that organization.get names",
        Needs = Needs.Key, Reads = Reads.Success, DependsOn = ["headers.organization-id", "shape.organization"])]
    [Clause(Documents.Overview2025November, "Response Headers", OrganizationClause)]
    [Operations("organization.get")]
    public async Task The_organization_is_the_one_of_the_key(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        var here = OrganizationOf(exchange);
        if (AnswerBody.Text(exchange.Should().SuccessJson(), "id") is not { Length: > 0 } named)
        {
            Skip.See("shape.organization", "the organisation has no id");
            return;
        }

        exchange.Should().HoldOfHeader(
            HeaderNames.OrganizationId, here == named, $"{HeaderNames.OrganizationId}: {named}, as in the body", here);
    }

    [Rule("headers.organization-id-not-client-chosen", Must, "2025-05", "An anthropic-organization-id that the client sends does not "
        + "come back as the answer's",
        DependsOn = ["headers.organization-id"])]
    [Clause(Documents.Overview2025May, "Response Headers", OrganizationClause)]
    [Operations("models.list", "messages.count_tokens")]
    public async Task The_client_does_not_choose_the_organization(Operation operation)
    {
        const string chosen = "00000000-c0f0-4000-8000-000000000000";
        var exchange = await Target.Send(Target.Probe(operation).Adding(HeaderNames.OrganizationId, chosen));
        var here = OrganizationOf(exchange);
        exchange.Should().HoldOfHeader(
            HeaderNames.OrganizationId, here != chosen, "the organisation of the key", $"the client's, {chosen}");
    }

    [Rule(
        "headers.request-id-on-413", Should, "2025-08", "A 413 carries request-id", Needs = Needs.Key, Reads = Reads.TooLarge,
        Judges = JudgedOutcomes.NoAnswer)]
    [Clause(Documents.Overview2025August, "Response Headers", RequestIdClause)]
    [Uploads(UploadKind.OverLimit)]
    [EveryOperation(WithSizeLimit = true)]
    public async Task A_413_carries_a_request_id(Operation operation) =>
        (await Sizes.Refusal(operation, SizeVariants.ContentLength)).Should().HaveHeader(HeaderNames.RequestId);

    [Rule(
        "headers.organization-id-on-413", Should, "2025-08", "A 413 carries anthropic-organization-id", Needs = Needs.Key,
        Reads = Reads.TooLarge, Judges = JudgedOutcomes.NoAnswer)]
    [Clause(Documents.Overview2025August, "Response Headers", OrganizationClause)]
    [Uploads(UploadKind.OverLimit)]
    [EveryOperation(WithSizeLimit = true)]
    public async Task A_413_carries_the_organization(Operation operation) =>
        (await Sizes.Refusal(operation, SizeVariants.ContentLength)).Should().HaveHeader(HeaderNames.OrganizationId);

    [Rule(
        "headers.organization-id-on-401", Should, "2025-05", "A 401 carries anthropic-organization-id", Needs = Needs.Route,
        DependsOn = ["auth.missing-key"])]
    [Clause(Documents.Overview2025May, "Response Headers", OrganizationClause)]
    [EveryOperation]
    public async Task A_401_carries_the_organization(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.MissingKey, operation);
        if (exchange.Response!.Status != 401)
        {
            Skip.See("auth.missing-key", "a request without a key is not answered 401");
        }

        exchange.Should().HaveHeader(HeaderNames.OrganizationId);
    }

    [Rule(
        "headers.request-id-format", Should, "2025-05", "A request-id is req_ and 24 characters", Needs = Needs.Route,
        DependsOn = ["headers.request-id"])]
    [Clause(Documents.Recorded, "Error envelope", "Every recorded id is `req_` + 24 characters, base58-like (71 of 71).")]
    [EveryOperation]
    public async Task A_request_id_has_the_recorded_format(Operation operation)
    {
        Each(await Answers(operation), exchange =>
        {
            var id = RequestIdOf(exchange);
            exchange.Should().HoldOfHeader(HeaderNames.RequestId, RequestIdPattern().IsMatch(id), "req_ and 24 letters and digits", id);
        });
    }

    [Rule(
        "headers.organization-id-format", Should, "2025-05", "An anthropic-organization-id is a UUID", Needs = Needs.Key,
        DependsOn = ["headers.organization-id"])]
    [Clause(Documents.Recorded, "Error envelope", "`anthropic-organization-id` is a UUID in every recording.")]
    [EveryOperation]
    public async Task An_organization_id_is_a_uuid(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        var id = OrganizationOf(exchange);
        exchange.Should().HoldOfHeader(HeaderNames.OrganizationId, Guid.TryParseExact(id, "D", out _), "a UUID", id);
    }

    [Rule("headers.rate-limits", Info, "2025-05", "Which rate-limit headers an answer carries")]
    [Clause(
        "Rate limits, 2025-05", "Response headers",
        "The API response includes headers that show you the rate limit enforced, current usage, and when the limit will be reset.")]
    [Operations("messages.create")]
    public async Task Which_rate_limit_headers_there_are(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        Observe(exchange, "headers", new JsonArray([.. exchange.Response!.Headers
            .Where(field => field.Name.Contains("ratelimit", StringComparison.OrdinalIgnoreCase) || field.Is("retry-after"))
            .Select(field => (JsonNode?)field.Name.ToLowerInvariant()).Distinct()]));
    }

    [Rule(
        "headers.retry-after", Info, "2024-06", "Whether a 429 says how long to wait", IsAskedOnce = true,
        Judges = JudgedOutcomes.RateLimited)]
    [Clause("Rate limits, 2025-05", "Response headers", "`retry-after`: The number of seconds to wait until you can retry the request.")]
    [Operations("models.list")]
    public async Task Whether_a_rate_limit_says_how_long_to_wait(Operation operation)
    {
        // None is provoked: what is recorded is what came by itself to requests that other rules need.
        var exchanges = await Target.Burst(operation);
        var limited = exchanges.SelectMany(exchange => exchange.Earlier).Where(attempt => attempt.Response?.Status == 429).ToList();
        Observe("limited", limited.Count);
        Observe(
            limited.LastOrDefault() ?? exchanges[0],
            "withRetryAfter",
            limited.Count(attempt => attempt.Response!.Header("retry-after") is not null));
    }

    [Rule("headers.workspace-id", Info, "2026-10", "Which workspace an answer names")]
    [Clause(Documents.Clients, "Response headers", "Response header `anthropic-workspace-id` (`wrkspc_…`): read by the SDKs.")]
    [Operations("messages.create")]
    public async Task Which_workspace_is_named(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        Observe(exchange, "workspaceId", exchange.Response!.Header(HeaderNames.WorkspaceId));
    }

    private static async Task<IEnumerable<Exchange>> Answers(Operation operation) =>
        (await Target.Refusals(operation)).Select(pair => pair.Exchange).Prepend(await Target.Valid(operation)).Distinct();

    private static string RequestIdOf(Exchange exchange)
    {
        if (exchange.Response!.Header(HeaderNames.RequestId) is not { Length: > 0 } id)
        {
            Skip.See("headers.request-id", "no answer carries a request-id");
            return "";
        }

        return id;
    }

    private static string OrganizationOf(Exchange exchange)
    {
        if (exchange.Response!.Header(HeaderNames.OrganizationId) is not { Length: > 0 } id)
        {
            Skip.See("headers.organization-id", "the answer names no organisation");
            return "";
        }

        return id;
    }

    [GeneratedRegex("^req_[0-9A-Za-z]{24}$")]
    private static partial Regex RequestIdPattern();
}
