using Conformance.Contract;
using Conformance.Reporting.Results;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Suite.Settings;
using Conformance.Suite.Sizes;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Authentication": the key, in <c>x-api-key</c> and, since 2026, as a bearer token.</summary>
public sealed class Authentication : ContractTests
{
    private const string KeyOnEveryRequest = "All requests to the Claude API must include an `x-api-key` header with your API key.";
    private const string EitherWay =
        "Every request carries the API key as a bearer token in `Authorization`; `x-api-key` is the older way and still accepted.";

    [Rule("auth.missing-key", Must, "2024-06", "A request without a key is answered 401", Needs = Needs.Route, Reads = Reads.Refusal)]
    [Clause(Documents.Overview2024, "Authentication", KeyOnEveryRequest)]
    [EveryOperation]
    public async Task A_request_without_a_key_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.MissingKey, operation);
        exchange.Should().BeRefusedWith(401, ErrorTypes.Authentication);
    }

    [Rule("auth.empty-key", Must, "2024-06", "A request with an empty key is answered 401", Needs = Needs.Route, Reads = Reads.Refusal)]
    [Clause(Documents.Overview2024, "Authentication", KeyOnEveryRequest)]
    [EveryOperation]
    public async Task A_request_with_an_empty_key_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.EmptyKey, operation);
        exchange.Should().BeRefusedWith(401, ErrorTypes.Authentication);
    }

    [Rule(
        "auth.invalid-key", Must, "2024-06", "A request with a key that is nobody's is answered 401", Needs = Needs.Route,
        Reads = Reads.Refusal)]
    [Clause(Documents.Errors, "HTTP errors", "401 - `authentication_error`: There's an issue with your API key.")]
    [EveryOperation]
    public async Task A_request_with_an_invalid_key_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.InvalidKey, operation);
        exchange.Should().BeRefusedWith(401, ErrorTypes.Authentication);
    }

    [Rule(
        "auth.near-key", Must, "2024-06", "A request with a valid key that was changed a little is answered 401", Needs = Needs.Key,
        Reads = Reads.Refusal)]
    [Clause(Documents.Errors, "HTTP errors", "401 - `authentication_error`: There's an issue with your API key.")]
    [Operations(
        "messages.create", "messages.count_tokens", "batches.list", "models.list", "files.list", "organization.get",
        Variants = ["last-character", "cut", "suffix", "other-case"])]
    public async Task A_request_with_nearly_a_key_is_refused(Operation operation, string variant)
    {
        var exchange = await Target.Refused(Refusal.NearKeys[variant], operation);
        exchange.Should().BeRefusedWith(401, ErrorTypes.Authentication);
    }

    [Rule("auth.valid-key", Must, "2024-06", "A request with a valid key is never answered 401 or 403", Needs = Needs.Route)]
    [Clause(Documents.Overview2024, "Authentication", KeyOnEveryRequest)]
    [EveryOperation(WithApiKey = true)]
    public async Task A_request_with_a_valid_key_is_let_in(Operation operation)
    {
        var request = Target.WithKey(Target.Probe(operation), Target.KeyFor(operation.Key), KeyHeader.XApiKey);
        var exchange = Target.Settings.Auth == KeyHeader.XApiKey ? await Target.Valid(operation) : await Target.Send(request);
        exchange.Should().NotHaveStatus(401, 403);
    }

    [Rule(
        "auth.header-name-case", Must, "2024-06", "The key is found however its header name is spelled", Needs = Needs.Route,
        DependsOn = ["auth.valid-key"])]
    [Clause(Documents.Rfc9110, "5.1 Field Names", "Field names are case-insensitive")]
    [EveryOperation(WithApiKey = true)]
    public async Task The_header_name_is_case_insensitive(Operation operation)
    {
        var plain = Target.WithKey(Target.Probe(operation), Target.KeyFor(operation.Key), KeyHeader.XApiKey);
        var valid = Target.Settings.Auth == KeyHeader.XApiKey ? await Target.Valid(operation) : await Target.Send(plain);
        if (valid.Response!.Status is 401 or 403)
        {
            Skip.See("auth.valid-key", "the key is refused in x-api-key however it is spelled");
        }

        foreach (var spelling in new[] { "X-API-KEY", "X-Api-Key" })
        {
            var exchange = await Target.Send(plain.Spelling(spelling));
            exchange.Should().NotHaveStatus(401, 403);
        }
    }

    [Rule("auth.key-in-query", Should, "2024-06", "A key in the query is not accepted", DependsOn = ["auth.missing-key"])]
    [Clause(Documents.Overview2024, "Authentication", KeyOnEveryRequest)]
    [EveryOperation]
    public async Task A_key_in_the_query_is_not_accepted(Operation operation)
    {
        if (!Target.IsLoopback)
        {
            Skip.Transport("the key would have to stand in a URL, and it leaves this machine only in the header it belongs in");
        }

        var refused = await RefusedWithoutKey(operation);
        var keyless = Target.WithoutKey(Target.Probe(operation));
        var separator = keyless.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?';

        // The names that leftovers of debugging have are for the operations that show a success.
        string[] names = operation.Probe.Status == 200 ? ["x-api-key", "api_key", "key"] : ["x-api-key"];
        foreach (var name in names)
        {
            var exchange = await Target.Send(keyless with { Target = $"{keyless.Target}{separator}{name}={Target.KeyFor(operation.Key)}" });
            exchange.Should().BeAnsweredLike(refused, "a request without any key");
        }
    }

    [Rule(
        "auth.admin-needs-admin-key", Should, "2025-05", "An operation of the Admin API refuses an ordinary key with 401 or 403",
        Reads = Reads.Refusal)]
    [Clause(
        "Administration API, 2025-05", "Admin keys",
        "The Admin API requires a special Admin API key (starting with `sk-ant-admin...`) that differs from standard API keys.")]
    [EveryOperation(WithAdminKey = true)]
    public async Task The_admin_api_needs_an_admin_key(Operation operation)
    {
        var exchange = await Target.Send(Target.WithKey(Target.Probe(operation), Target.KeyFor(KeyKind.Api), Target.Settings.Auth));
        exchange.Should().BeRefusedWithOneOf(401, 403);
    }

    [Rule(
        "auth.refused-before-body", Should, "2025-08", "A request without a key and with a large body is refused before the body is read",
        DependsOn = ["auth.missing-key"], Judges = JudgedOutcomes.NoAnswer, IsAskedOnce = true)]
    [Clause(
        Documents.Rfc9110, "10.1.1 Expect",
        "An origin server … SHOULD send a final status code if the request's method, target and header fields are sufficient to "
            + "determine an immediate response.")]
    [EveryOperation(WithSizeLimit = true)]
    public async Task A_missing_key_is_refused_before_the_body_is_read(Operation operation)
    {
        var refused = (await RefusedWithoutKey(operation)).Response!.Status;
        var bytes = Math.Min(SizeProbe.Unread, Sizes.Limit(operation).Accepted);
        var exchange = await Sizes.DeclaredOnly(Target.WithoutKey(Sizes.Request(operation, bytes, BodyFraming.DeclaredOnly)));
        exchange.Should().Hold(
            exchange.Response?.Status == refused,
            $"{refused} to the header fields alone",
            exchange.Should().Came(),
            new Mark(exchange.Response is null ? MarkedPart.Outcome : MarkedPart.Status));
    }

    [Rule("auth.bearer-accepted", Must, "2026-10", "A valid key is accepted as a bearer token", Needs = Needs.Route)]
    [Clause(Documents.Authentication, "API keys", EitherWay)]
    [EveryOperation]
    public async Task A_bearer_token_is_accepted(Operation operation)
    {
        var exchange = Target.Settings.Auth == KeyHeader.Bearer
            ? await Target.Valid(operation)
            : await Target.Send(Target.WithKey(Target.Probe(operation), Target.KeyFor(operation.Key), KeyHeader.Bearer));
        exchange.Should().NotHaveStatus(401, 403);
    }

    [Rule(
        "auth.invalid-bearer", Must, "2026-10", "A bearer token that is nobody's is answered 401", Needs = Needs.Route,
        Reads = Reads.Refusal)]
    [Clause(Documents.Authentication, "API keys", "An invalid bearer token is answered 401 `authentication_error`.")]
    [EveryOperation]
    public async Task An_invalid_bearer_token_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.InvalidBearer, operation);
        exchange.Should().BeRefusedWith(401, ErrorTypes.Authentication);
    }

    [Rule("auth.both-agreeing", Must, "2026-10", "The same key in x-api-key and as a bearer token is accepted")]
    [Clause(Documents.Authentication, "API keys", EitherWay)]
    [EveryOperation(WithApiKey = true)]
    public async Task The_same_key_in_both_headers_is_accepted(Operation operation)
    {
        var key = Target.KeyFor(operation.Key);
        var exchange = await Target.Send(
            Target.WithKey(Target.Probe(operation), key, KeyHeader.XApiKey).With(HeaderNames.Authorization, $"Bearer {key}"));
        exchange.Should().NotHaveStatus(401, 403);
    }

    [Rule("auth.both-disagreeing", Info, "2026-10", "Which key wins when x-api-key and the bearer token disagree")]
    [Clause(Documents.Recorded, "API keys", "Both, disagreeing: `x-api-key` wins (one reporter).")]
    [Operations("models.list")]
    public async Task Which_of_two_keys_wins(Operation operation)
    {
        var valid = Target.WithKey(Target.Probe(operation), Target.KeyFor(operation.Key), KeyHeader.XApiKey);
        var exchange = await Target.Send(valid.With(HeaderNames.Authorization, $"Bearer {Target.InvalidKey}"));
        Observe(exchange, "winner", exchange.Response!.Status is 401 or 403 ? "authorization" : "x-api-key");
    }

    [Rule("auth.empty-key-with-bearer", Info, "2026-10", "What an empty x-api-key beside a valid bearer token comes to")]
    [Clause(Documents.Recorded, "API keys", "Empty `x-api-key` beside a valid bearer: 401 was recorded once.")]
    [Operations("models.list")]
    public async Task What_an_empty_key_beside_a_bearer_token_comes_to(Operation operation)
    {
        var request = Target.WithKey(Target.Probe(operation), Target.KeyFor(operation.Key), KeyHeader.Bearer).With(HeaderNames.ApiKey, "");
        var exchange = await Target.Send(request);
        Observe(exchange, "accepted", exchange.Response!.Status is not (401 or 403));
    }

    /// <summary>How a request without any key is refused; with which status, is for <c>auth.missing-key</c> to judge.</summary>
    private static async Task<Exchange> RefusedWithoutKey(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.MissingKey, operation);
        if (exchange.Response!.Status == (await Target.Valid(operation)).Response!.Status)
        {
            Skip.See("auth.missing-key", "a request without any key is answered as a valid one is");
        }

        return exchange;
    }
}
