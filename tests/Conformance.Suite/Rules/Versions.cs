using System.Text.Json;
using Conformance.Contract;
using Conformance.Suite.Assertions;
using Conformance.Suite.Running;
using Conformance.Wire;
using static Conformance.Contract.Level;

namespace Conformance.Suite.Rules;

/// <summary>"Versions" and "Beta headers": <c>anthropic-version</c> and <c>anthropic-beta</c>.</summary>
public sealed class Versions : ContractTests
{
    private const string VersionIsRequired = "When making API requests, you must send an `anthropic-version` request header.";

    // As an answer with citations holds it, which comes back as the user's in a later request.
    private const string CitedBlock =
        """{"type":"text","text":"Hi","citations":[{"type":"char_location","cited_text":"Hi","document_index":"""
            + """0,"document_title":"Hi","start_char_index":0,"end_char_index":2}]}""";

    [Rule("version.missing", Must, "2024-06", "A request without a version is answered 400", Reads = Reads.Refusal)]
    [Clause(Documents.Versioning, "Versions", VersionIsRequired)]
    [EveryOperation(ExceptRefusedBodies = true)]
    public async Task A_request_without_a_version_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.MissingVersion, operation);
        exchange.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }

    [Rule("version.unknown", Must, "2024-06", "A request with a version that does not exist is answered 400", Reads = Reads.Refusal)]
    [Clause(Documents.Versioning, "Versions", VersionIsRequired)]
    [EveryOperation(ExceptRefusedBodies = true, Variants = ["before", "between", "after", "no-date"], FurtherVariantsThatSucceed = true)]
    public async Task A_request_with_an_unknown_version_is_refused(Operation operation, string variant)
    {
        var exchange = await Target.Refused(Refusal.UnknownVersions[variant], operation);
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

    [Rule(
        "version.forwarded", Must, "2026-10", "What 2026-10-21 refuses is accepted under 2023-06-01 and refused with 400 under 2026-10-21",
        Reads = Reads.Refusal, BindsOn = ["messages.create"], Elsewhere = Should)]
    [Clause(
        Documents.Versioning, "2026-10-21",
        "`temperature`, `top_p`, `top_k` in a Messages request, and a `text` block with non-empty `citations` in a user message, are "
            + "refused with 400 `invalid_request_error`.")]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task The_version_reaches_the_api_as_it_was_sent(Operation operation)
    {
        // Token Counting never took sampling parameters.
        if (operation.Id != "messages.create" && Target.Settings.Prompt is not null)
        {
            Skip.NeedsOwnText();
        }

        var json = Target.Json(operation);
        var body = operation.Id == "messages.create"
            ? json.Insert(1, "\"temperature\":1,")
            : json.Replace("\"content\":\"Hi\"", $"\"content\":[{CitedBlock}]", StringComparison.Ordinal);
        var request = Target.Probe(operation).WithBody(body);
        var older = await Target.Send(request.With(HeaderNames.Version, ApiVersions.V20230601));
        older.Should().HaveStatus(200);
        var newer = await Target.Send(request.With(HeaderNames.Version, ApiVersions.V20261021));
        newer.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }

    [Rule(
        "version.duplicated", Should, "2024-06", "A request with two versions is answered 400",
        Reads = Reads.Refusal, BindsOn = ["messages.create"])]
    [Clause(
        Documents.Recorded, "Versions",
        "Version sent twice → 400 `invalid_request_error` (two values arrive comma-joined): decolua/9router#2357.")]
    [EveryOperation(ExceptRefusedBodies = true)]
    public async Task A_request_with_two_versions_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.DuplicatedVersion, operation);
        exchange.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }

    [Rule(
        "version.unknown-beta", Must, "2025-05", "A request for a beta feature that does not exist is answered 400",
        Reads = Reads.Refusal, BindsOn = ["messages.create", "messages.count_tokens"])]
    [Clause(
        Documents.BetaHeaders, "Error handling",
        "If you use an invalid or unavailable beta header, you'll receive an error response: `invalid_request_error` \"Unsupported "
            + "beta header\".")]
    [EveryOperation(ExceptRefusedBodies = true)]
    public async Task An_unknown_beta_is_refused(Operation operation)
    {
        var exchange = await Target.Refused(Refusal.UnknownBeta, operation);
        exchange.Should().BeRefusedWith(400, ErrorTypes.InvalidRequest);
    }

    [Rule(
        "version.known-beta-accepted", Must, "2025-05", "Beta features that the official client names are accepted, one, joined by a "
            + "comma and on two lines")]
    [Clause(
        Documents.BetaHeaders, "Multiple beta features",
        "To use multiple beta features in a single request, include all feature names in the header separated by commas.")]
    [Operations("messages.create", "messages.count_tokens", "models.list", Variants = ["one", "joined", "two-lines"])]
    public async Task Known_betas_are_accepted(Operation operation, string variant)
    {
        const string first = "interleaved-thinking-2025-05-14";
        var probe = Target.Probe(operation);
        var exchange = await Target.Send(variant switch
        {
            "one" => probe.With(HeaderNames.Beta, first),
            "joined" => probe.With(HeaderNames.Beta, $"{first},{KnownBetas.Files}"),
            _ => probe.With(HeaderNames.Beta, first).Adding(HeaderNames.Beta, KnownBetas.Files),
        });
        exchange.Should().HaveStatus(200);
    }

    [Rule(
        "version.other-clients-beta-accepted", Should, "2025-05", "Beta features that widespread clients put on every request are "
            + "accepted")]
    [Clause(
        Documents.Recorded, "Betas",
        "A list of known betas in a server must hold what real clients send, or every request of theirs is refused: Portkey sends "
            + "`messages-2023-12-15`, Claude Code `claude-code-20250219`.")]
    [Operations("messages.create", "messages.count_tokens")]
    public async Task Betas_of_other_clients_are_accepted(Operation operation)
    {
        foreach (var beta in new[] { "messages-2023-12-15", "claude-code-20250219" })
        {
            var exchange = await Target.Send(Target.Probe(operation).With(HeaderNames.Beta, beta));
            exchange.Should().HaveStatus(200);
        }
    }

    [Rule(
        "version.no-beta-needed", Must, "2026-10", "Files and Skills need no beta header, and with the old one they have their old shape",
        Reads = Reads.Success, DependsOn = ["shape.list-by-page"])]
    [Clause(
        Documents.BetaHeaders, "Files and Skills",
        "Files and Skills need no beta header any more; with the old beta header they answer in the old shape.")]
    [Operations("files.list", "skills.list")]
    public async Task Files_and_skills_need_no_beta(Operation operation)
    {
        var old = await Target.Valid(operation);
        var current = await WithoutBeta(operation);
        current.Should().HaveStatus(200);
        var (theOld, theCurrent) = operation.Id == "files.list" ? ("first_id", "next_page") : ("has_more", "next_page");
        var json = current.Should().SuccessJson();
        if (AnswerBody.Member(json, theCurrent) is null && AnswerBody.Member(json, theOld) is null)
        {
            Skip.See("shape.list-by-page", "the list has the members of neither shape");
        }

        // A member more is always allowed, so an answer is in the other shape only where it lacks the members of its own.
        current.Should().HoldOfBody(
            AnswerBody.Member(json, theCurrent) is not null || AnswerBody.Member(json, theOld) is null,
            $"{theCurrent} in the list without a beta header", $"{theOld}", theOld);
        old.Should().HoldOfBody(
            AnswerBody.Member(old.Should().SuccessJson(), theOld) is not null
                || AnswerBody.Member(old.Should().SuccessJson(), theCurrent) is null,
            $"{theOld} in the list with anthropic-beta: {operation.Beta}", $"{theCurrent}", theCurrent);
        if (operation.Id == "skills.list")
        {
            HoldsItems(current, "display_name", "display_title", "without a beta header");
            HoldsItems(old, "display_title", "display_name", $"with anthropic-beta: {operation.Beta}");
        }
    }

    private static void HoldsItems(Exchange exchange, string own, string other, string when)
    {
        var items = AnswerBody.Member(exchange.Should().SuccessJson(), "data") is { ValueKind: JsonValueKind.Array } data
            ? data.EnumerateArray().ToList()
            : [];
        exchange.Should().HoldOfBody(
            !items.Exists(item => AnswerBody.Member(item, own) is null && AnswerBody.Member(item, other) is not null),
            $"{own} in the skills {when}", other, other);
    }
}
