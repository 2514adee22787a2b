using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Versions" and "Beta headers": <c>anthropic-version</c> and <c>anthropic-beta</c>.</summary>
public sealed class Versions : ContractTests
{
    private const string VersionIsRequired = "When making API requests, you must send an `anthropic-version` request header.";

    [Rule("version.missing", Must, "2024-06", "A request without a version is answered 400")]
    [Clause(Documents.Versioning, "Versions", VersionIsRequired)]
    [EveryOperation(ExceptRefusedBodies = true)]
    public async Task A_request_without_a_version_is_refused(Operation operation)
    {
        var exchange = await Target.Versionless(operation);
        exchange.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }

    [Rule("version.unknown", Must, "2024-06", "A request with a version that does not exist is answered 400")]
    [Clause(Documents.Versioning, "Versions", VersionIsRequired)]
    [EveryOperation(ExceptRefusedBodies = true)]
    public async Task A_request_with_an_unknown_version_is_refused(Operation operation)
    {
        var exchange = await Target.Send(Target.Probe(operation).With(HeaderNames.Version, "1999-01-01"));
        exchange.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }

    [Rule("version.accepted", Must, "2024-06", "A valid request under version 2023-06-01 is accepted", Needs = Needs.Key)]
    [Clause(Documents.Overview2024, "Examples", "--header \"anthropic-version: 2023-06-01\"")]
    [EveryOperation(ThatSucceed = true)]
    public async Task The_documented_version_is_accepted(Operation operation)
    {
        var exchange = await Target.Send(Target.Probe(operation).With(HeaderNames.Version, ApiVersions.V20230601));
        exchange.Should().HaveStatus(200);
    }

    [Rule("version.newest-accepted", Must, "2026-10", "A valid request under version 2026-10-21 is accepted", Needs = Needs.Key)]
    [Clause(Documents.Versioning, "2026-10-21", "`2026-10-21` is the version that current clients send.")]
    [EveryOperation(ThatSucceed = true)]
    public async Task The_newest_version_is_accepted(Operation operation)
    {
        var exchange = await Target.Send(Target.Probe(operation).With(HeaderNames.Version, ApiVersions.V20261021));
        exchange.Should().HaveStatus(200);
    }

    [Rule("version.forwarded", Must, "2026-10", "Sampling parameters are accepted under 2023-06-01 and refused with 400 under 2026-10-21")]
    [Clause(Documents.Versioning, "2026-10-21", "`temperature`, `top_p`, `top_k` in a Messages or Token Counting request are refused with 400 `invalid_request_error`, even with their default values.")]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task The_version_reaches_the_api_as_it_was_sent(Operation operation)
    {
        var sampled = Target.Probe(operation).WithBody(Target.Json(operation).Insert(1, "\"temperature\":1,"));
        var older = await Target.Send(sampled.With(HeaderNames.Version, ApiVersions.V20230601));
        older.Should().HaveStatus(200);
        var newer = await Target.Send(sampled.With(HeaderNames.Version, ApiVersions.V20261021));
        newer.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }

    [Rule("version.duplicated", Should, "2024-06", "A request with two versions is answered 400")]
    [Clause(Documents.Recorded, "Versions", "Version sent twice → 400 `invalid_request_error` (two values arrive comma-joined): decolua/9router#2357.")]
    [EveryOperation(ExceptRefusedBodies = true)]
    public async Task A_request_with_two_versions_is_refused(Operation operation)
    {
        var exchange = await Target.Send(Target.Probe(operation).Adding(HeaderNames.Version, Target.Settings.ApiVersion));
        exchange.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }

    [Rule("version.unknown-beta", Should, "2025-05", "A request for a beta feature that does not exist is answered 400")]
    [Clause(Documents.BetaHeaders, "Error handling", "If you use an invalid or unavailable beta header, you'll receive an error response: `invalid_request_error` \"Unsupported beta header\".")]
    [EveryOperation(ExceptRefusedBodies = true)]
    public async Task An_unknown_beta_is_refused(Operation operation)
    {
        var exchange = await Target.Send(Target.Probe(operation).With(HeaderNames.Beta, "conformance-no-such-beta-1999-01-01"));
        exchange.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }
}
