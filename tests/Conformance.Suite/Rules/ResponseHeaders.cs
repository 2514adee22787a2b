using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Response Headers": <c>request-id</c> and <c>anthropic-organization-id</c>, "in every response".</summary>
public sealed partial class ResponseHeaders : ContractTests
{
    private const string RequestIdClause = "The Claude API includes the following headers in every response: `request-id`: A globally unique identifier for the request.";
    private const string OrganizationClause = "The Claude API includes the following headers in every response: `anthropic-organization-id`: The organization ID associated with the API key used in the request.";
    private const int ConcurrentRequests = 200;
    private const int LimitedRequests = 40;

    [Rule("headers.request-id", Must, "2025-05", "Every answer, success or error, carries request-id", Needs = Needs.Route)]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    [EveryOperation]
    public async Task Every_answer_carries_a_request_id(Operation operation)
    {
        foreach (var exchange in await Target.Answers(operation))
        {
            exchange.Should().HaveHeader(HeaderNames.RequestId);
        }
    }

    [Rule("headers.request-id-single", Must, "2025-05", "An answer carries one request-id, not several", Needs = Needs.Route)]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    [EveryOperation]
    public async Task An_answer_carries_one_request_id(Operation operation)
    {
        foreach (var exchange in await Target.Answers(operation))
        {
            var values = exchange.Response!.HeaderValues(HeaderNames.RequestId).SelectMany(value => value.Split(',')).ToList();
            exchange.Should().Hold(values.Count <= 1, $"one request-id on the {exchange.Response.Status}", $"{values.Count}: {string.Join(" | ", values)}");
        }
    }

    [Rule("headers.request-id-unique", Must, "2025-05", "The request-ids of 200 concurrent requests are there, and all different")]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    [Operations("models.list")]
    public async Task Request_ids_are_unique(Operation operation)
    {
        var probe = Target.Probe(operation);
        var exchanges = await Target.SendMany(probe, ConcurrentRequests);
        var ids = exchanges.Select(exchange => exchange.Response!.Header(HeaderNames.RequestId)).OfType<string>().ToList();
        var duplicate = ids.CountBy(id => id).Where(pair => pair.Value > 1).Select(pair => pair.Key).FirstOrDefault();
        var deciding = exchanges.FirstOrDefault(exchange => duplicate is not null && exchange.Response!.Header(HeaderNames.RequestId) == duplicate) ?? exchanges[0];
        CaseRecord.Current.Add(deciding);
        Observe("requests", exchanges.Count);
        Observe("ids", ids.Count);
        Observe("differentIds", ids.Distinct().Count());
        if (ids.Count == 0)
        {
            NotJudged("no answer carries a request-id: see headers.request-id");
        }

        deciding.Should().Hold(duplicate is null, $"{ids.Count} different request-ids", $"{ids.Distinct().Count()}; {duplicate} came more than once");
    }

    [Rule("headers.always-present", Must, "2025-05", "Both headers are on each of 200 concurrent answers")]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    [Operations("models.list", "messages.count_tokens")]
    public async Task The_headers_are_never_missing(Operation operation)
    {
        var valid = await Target.Valid(operation);
        var exchanges = await Target.SendMany(Target.Probe(operation), ConcurrentRequests);
        foreach (var name in new[] { HeaderNames.RequestId, HeaderNames.OrganizationId }.Where(name => valid.Response!.Header(name) is not null))
        {
            var lacking = exchanges.Where(exchange => exchange.Response!.Header(name) is null).ToList();
            Observe(name == HeaderNames.RequestId ? "withoutRequestId" : "withoutOrganizationId", lacking.Count);
            if (lacking.Count > 0)
            {
                CaseRecord.Current.Add(lacking[0]);
                lacking[0].Should().Hold(false, $"{name} on each of {exchanges.Count} answers", $"none on {lacking.Count} of them");
            }
        }
    }

    [Rule("headers.request-id-not-client-chosen", Must, "2025-05", "A request-id that the client sends does not come back as the answer's")]
    [Clause(Documents.Overview2025May, "Response Headers", RequestIdClause)]
    [Operations("models.list", "messages.count_tokens")]
    public async Task The_client_does_not_choose_the_request_id(Operation operation)
    {
        var chosen = "req_conformance" + Guid.NewGuid().ToString("N")[..9];
        var exchange = await Target.Send(Target.Probe(operation).Adding(HeaderNames.RequestId, chosen).Adding("x-request-id", chosen));
        exchange.Should().Hold(
            !exchange.Response!.HeaderValues(HeaderNames.RequestId).Any(value => value.Contains(chosen, StringComparison.Ordinal)),
            "a request-id of the target's own", $"the client's, {chosen}");
    }

    [Rule("headers.organization-id", Must, "2025-05", "Every answer to an authenticated request carries anthropic-organization-id", Needs = Needs.Key)]
    [Clause(Documents.Overview2025May, "Response Headers", OrganizationClause)]
    [EveryOperation]
    public async Task Authenticated_answers_carry_the_organization(Operation operation)
    {
        foreach (var exchange in new[] { await Target.Valid(operation), await Target.Versionless(operation) })
        {
            exchange.Should().HaveHeader(HeaderNames.OrganizationId);
        }
    }

    [Rule("headers.organization-id-stable", Must, "2025-05", "One key has one organisation, on every operation", Needs = Needs.Key)]
    [Clause(Documents.Overview2025May, "Response Headers", OrganizationClause)]
    [EveryOperation]
    public async Task The_organization_of_a_key_is_stable(Operation operation)
    {
        var reference = operation.Key == KeyKind.Admin ? "organization.get" : "models.list";
        var first = (await Target.Valid(Operations.Find(reference))).Response!.Header(HeaderNames.OrganizationId);
        var exchange = await Target.Valid(operation);
        var here = exchange.Response!.Header(HeaderNames.OrganizationId);
        exchange.Should().Hold(first is null || here is null || here == first, $"{HeaderNames.OrganizationId}: {first}, as on {reference}", $"{here}");
    }

    [Rule("headers.organization-id-expected", Must, "2025-05", "The organisation is the one that the run expects", Needs = Needs.Key, NeedsSetting = "OrganizationId")]
    [Clause(Documents.Overview2025May, "Response Headers", OrganizationClause)]
    [Operations("models.list", "messages.count_tokens", "organization.get")]
    public async Task The_organization_is_the_expected_one(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        var here = exchange.Response!.Header(HeaderNames.OrganizationId);
        var expected = Target.Settings.OrganizationId;
        exchange.Should().Hold(here == expected, $"{HeaderNames.OrganizationId}: {expected}", here ?? "none");
    }

    [Rule("headers.organization-id-not-client-chosen", Must, "2025-05", "An anthropic-organization-id that the client sends does not come back as the answer's")]
    [Clause(Documents.Overview2025May, "Response Headers", OrganizationClause)]
    [Operations("models.list", "messages.count_tokens")]
    public async Task The_client_does_not_choose_the_organization(Operation operation)
    {
        const string chosen = "00000000-c0f0-4000-8000-000000000000";
        var exchange = await Target.Send(Target.Probe(operation).Adding(HeaderNames.OrganizationId, chosen));
        exchange.Should().Hold(
            exchange.Response!.Header(HeaderNames.OrganizationId) != chosen, "the organisation of the key", $"the client's, {chosen}");
    }

    [Rule("headers.request-id-on-413", Should, "2025-08", "A 413 carries request-id", Needs = Needs.Key)]
    [Clause(Documents.Overview2025August, "Response Headers", RequestIdClause)]
    [Uploads(UploadKind.OverLimit)]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload")]
    public async Task A_413_carries_a_request_id(Operation operation) =>
        (await Target.Sizes.Refusal(operation, SizeVariants.ContentLength)).Should().HaveHeader(HeaderNames.RequestId);

    [Rule("headers.organization-id-on-413", Should, "2025-08", "A 413 carries anthropic-organization-id", Needs = Needs.Key)]
    [Clause(Documents.Overview2025August, "Response Headers", OrganizationClause)]
    [Uploads(UploadKind.OverLimit)]
    [Operations("messages.create", "messages.count_tokens", "batches.create", "files.upload")]
    public async Task A_413_carries_the_organization(Operation operation) =>
        (await Target.Sizes.Refusal(operation, SizeVariants.ContentLength)).Should().HaveHeader(HeaderNames.OrganizationId);

    [Rule("headers.organization-id-on-401", Should, "2025-05", "A 401 carries anthropic-organization-id", Needs = Needs.Route)]
    [Clause(Documents.Overview2025May, "Response Headers", OrganizationClause)]
    [EveryOperation]
    public async Task A_401_carries_the_organization(Operation operation)
    {
        var exchange = await Target.Keyless(operation);
        if (exchange.Response!.Status != 401)
        {
            NotJudged("a request without a key is not answered 401: see auth.missing-key");
        }

        exchange.Should().HaveHeader(HeaderNames.OrganizationId);
    }

    [Rule("headers.request-id-format", Should, "2025-05", "A request-id is req_ and 24 characters", Needs = Needs.Route)]
    [Clause(Documents.Recorded, "Error envelope", "Every recorded id is `req_` + 24 characters, base58-like (71 of 71).")]
    [EveryOperation]
    public async Task A_request_id_has_the_recorded_format(Operation operation)
    {
        foreach (var exchange in await Target.Answers(operation))
        {
            var id = exchange.Response!.Header(HeaderNames.RequestId);
            exchange.Should().Hold(id is null || RequestIdPattern().IsMatch(id), "req_ and 24 letters and digits", $"{id}");
        }
    }

    [Rule("headers.organization-id-format", Should, "2025-05", "An anthropic-organization-id is a UUID", Needs = Needs.Key)]
    [Clause(Documents.Recorded, "Error envelope", "`anthropic-organization-id` is a UUID in every recording.")]
    [EveryOperation]
    public async Task An_organization_id_is_a_uuid(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        var id = exchange.Response!.Header(HeaderNames.OrganizationId);
        exchange.Should().Hold(id is null || Guid.TryParseExact(id, "D", out _), "a UUID", $"{id}");
    }

    [Rule("headers.rate-limits", Info, "2025-05", "Which rate-limit headers an answer carries")]
    [Clause("Rate limits, 2025-05", "Response headers", "The API response includes headers that show you the rate limit enforced, current usage, and when the limit will be reset.")]
    [Operations("messages.create")]
    public async Task Which_rate_limit_headers_there_are(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        Observe("headers", new JsonArray([.. exchange.Response!.Headers
            .Where(field => field.Name.Contains("ratelimit", StringComparison.OrdinalIgnoreCase) || field.Is("retry-after"))
            .Select(field => (JsonNode?)field.Name.ToLowerInvariant()).Distinct()]));
    }

    [Rule("headers.retry-after", Info, "2024-06", "Whether a 429 says how long to wait")]
    [Clause("Rate limits, 2025-05", "Response headers", "`retry-after`: The number of seconds to wait until you can retry the request.")]
    [Operations("models.list")]
    public async Task Whether_a_rate_limit_says_how_long_to_wait(Operation operation)
    {
        await using var once = new WireClient(Run.Current!.WireOptions with { Retries = 0 });
        var exchanges = await Task.WhenAll(Enumerable.Range(0, LimitedRequests).Select(_ => once.SendAsync(Target.Probe(operation))));
        var limited = exchanges.Where(exchange => exchange.Response?.Status == 429).ToList();
        CaseRecord.Current.Add(limited.FirstOrDefault(exchange => exchange.Response!.Header("retry-after") is null) ?? limited.FirstOrDefault() ?? exchanges[0]);
        Observe("requests", exchanges.Length);
        Observe("limited", limited.Count);
        Observe("withRetryAfter", limited.Count(exchange => exchange.Response!.Header("retry-after") is not null));
    }

    [Rule("headers.workspace-id", Info, "2026-10", "Which workspace an answer names")]
    [Clause(Documents.Clients, "Response headers", "Response header `anthropic-workspace-id` (`wrkspc_…`): read by the SDKs.")]
    [Operations("messages.create")]
    public async Task Which_workspace_is_named(Operation operation)
    {
        var exchange = await Target.Valid(operation);
        Observe("workspaceId", exchange.Response!.Header(HeaderNames.WorkspaceId));
    }

    [GeneratedRegex("^req_[0-9A-Za-z]{24}$")]
    private static partial Regex RequestIdPattern();
}
