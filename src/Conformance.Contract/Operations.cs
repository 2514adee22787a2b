using static Conformance.Contract.OperationGroup;
using static Conformance.Contract.Snapshot;

namespace Conformance.Contract;

/// <summary>Every operation of the contract, one entry each, in the order of the documentation.</summary>
public static class Operations
{
    private const string Get = "GET";
    private const string Post = "POST";
    private const string Delete = "DELETE";
    private const string Org = "/v1/organizations";
    private const string FilesBeta = "files-api-2025-04-14";
    private const string SkillsBeta = "skills-2025-10-02";

    // max_tokens 1: the least that a message can cost.
    private const string Message = """{"model":"{model}","max_tokens":1,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string Count = """{"model":"{model}","messages":[{"role":"user","content":"Hi"}]}""";
    private const string UnknownCompletion = """{"model":"claude-conformance-no-such-model","max_tokens_to_sample":1,"prompt":"\n\nHuman: Hi\n\nAssistant:"}""";
    private const string Period = "?starting_at=2025-10-01T00:00:00Z";
    private const string Day = "?starting_at=2025-10-01";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("messages.create", Post, "/v1/messages", Messages, June2024) { Size = SizeGroup.Standard, Takes = RequestMedia.Json, ProbeKind = ProbeKind.Tokens, ProbeJson = Message },
        new("messages.count_tokens", Post, "/v1/messages/count_tokens", Messages, August2025) { Size = SizeGroup.Standard, Takes = RequestMedia.Json, ProbeKind = ProbeKind.Tokens, ProbeJson = Count },

        new("batches.create", Post, "/v1/messages/batches", Batches, May2025) { Size = SizeGroup.Batch, Takes = RequestMedia.Json, ProbeKind = ProbeKind.RefusedBody, ProbeJson = """{"requests":[]}""" },
        List("batches.list", "/v1/messages/batches", Batches, May2025) with { PagesById = true },
        Item("batches.get", Get, "/v1/messages/batches/{message_batch_id}", Batches, May2025),
        Item("batches.cancel", Post, "/v1/messages/batches/{message_batch_id}/cancel", Batches, May2025),
        Item("batches.delete", Delete, "/v1/messages/batches/{message_batch_id}", Batches, May2025),
        Item("batches.results", Get, "/v1/messages/batches/{message_batch_id}/results", Batches, May2025) with { Returns = MediaTypes.JsonLines },

        List("models.list", "/v1/models", Models, May2025) with { PagesById = true },
        Item("models.get", Get, "/v1/models/{model_id}", Models, May2025),

        new("files.upload", Post, "/v1/files", Files, May2025) { Size = SizeGroup.Files, Takes = RequestMedia.Multipart, ProbeKind = ProbeKind.RefusedBody, Beta = FilesBeta },
        List("files.list", "/v1/files", Files, May2025) with { Beta = FilesBeta },
        Item("files.get", Get, "/v1/files/{file_id}", Files, May2025) with { Beta = FilesBeta },
        Item("files.delete", Delete, "/v1/files/{file_id}", Files, May2025) with { Beta = FilesBeta },
        Item("files.content", Get, "/v1/files/{file_id}/content", Files, May2025) with { Beta = FilesBeta, Returns = "application/octet-stream" },

        new("skills.create", Post, "/v1/skills", Skills, November2025) { Takes = RequestMedia.Multipart, ProbeKind = ProbeKind.RefusedBody, Beta = SkillsBeta },
        List("skills.list", "/v1/skills", Skills, November2025) with { Beta = SkillsBeta },
        Item("skills.get", Get, "/v1/skills/{skill_id}", Skills, November2025) with { Beta = SkillsBeta },
        Item("skills.delete", Delete, "/v1/skills/{skill_id}", Skills, November2025) with { Beta = SkillsBeta },
        new("skills.versions.create", Post, "/v1/skills/{skill_id}/versions", Skills, November2025) { Takes = RequestMedia.Multipart, ProbeKind = ProbeKind.UnknownResource, Beta = SkillsBeta },
        Item("skills.versions.list", Get, "/v1/skills/{skill_id}/versions", Skills, November2025) with { Beta = SkillsBeta },
        Item("skills.versions.get", Get, "/v1/skills/{skill_id}/versions/{version}", Skills, November2025) with { Beta = SkillsBeta },
        Item("skills.versions.delete", Delete, "/v1/skills/{skill_id}/versions/{version}", Skills, November2025) with { Beta = SkillsBeta },

        new("completions.create", Post, "/v1/complete", Completions, May2025) { Takes = RequestMedia.Json, ProbeKind = ProbeKind.UnknownResource, ProbeJson = UnknownCompletion },

        new("organization.get", Get, Org + "/me", Admin, November2025) { ProbeKind = ProbeKind.Read },

        Create("invites.create", Org + "/invites", Admin, May2025),
        List("invites.list", Org + "/invites", Admin, May2025) with { PagesById = true },
        Item("invites.get", Get, Org + "/invites/{invite_id}", Admin, May2025),
        Item("invites.delete", Delete, Org + "/invites/{invite_id}", Admin, May2025),

        List("users.list", Org + "/users", Admin, May2025) with { PagesById = true },
        Item("users.get", Get, Org + "/users/{user_id}", Admin, May2025),
        Update("users.update", Org + "/users/{user_id}", May2025, """{"role":"user"}"""),
        Item("users.delete", Delete, Org + "/users/{user_id}", Admin, May2025),

        Create("workspaces.create", Org + "/workspaces", Admin, May2025),
        List("workspaces.list", Org + "/workspaces", Admin, May2025) with { PagesById = true },
        Item("workspaces.get", Get, Org + "/workspaces/{workspace_id}", Admin, May2025),
        Update("workspaces.update", Org + "/workspaces/{workspace_id}", May2025, """{"name":"conformance"}"""),
        Item("workspaces.archive", Post, Org + "/workspaces/{workspace_id}/archive", Admin, May2025),

        Update("members.create", Org + "/workspaces/{workspace_id}/members", May2025, """{"user_id":"user_01ConformanceNoSuchThing","workspace_role":"workspace_user"}"""),
        Item("members.list", Get, Org + "/workspaces/{workspace_id}/members", Admin, May2025) with { PagesById = true },
        Item("members.get", Get, Org + "/workspaces/{workspace_id}/members/{user_id}", Admin, May2025),
        Update("members.update", Org + "/workspaces/{workspace_id}/members/{user_id}", May2025, """{"workspace_role":"workspace_user"}"""),
        Item("members.delete", Delete, Org + "/workspaces/{workspace_id}/members/{user_id}", Admin, May2025),

        List("api_keys.list", Org + "/api_keys", Admin, May2025) with { PagesById = true },
        Item("api_keys.get", Get, Org + "/api_keys/{api_key_id}", Admin, May2025),
        Update("api_keys.update", Org + "/api_keys/{api_key_id}", May2025, """{"name":"conformance"}"""),

        List("usage.messages", Org + "/usage_report/messages", Admin, November2025) with { ProbeQuery = Period },
        List("usage.claude_code", Org + "/usage_report/claude_code", Admin, November2025) with { ProbeQuery = Day },
        List("cost.report", Org + "/cost_report", Admin, November2025) with { ProbeQuery = Period },

        Create("user_profiles.create", "/v1/user_profiles", UserProfiles, October2026) with { ProbeJson = """{"access_type":"conformance-no-such-type"}""" },
        List("user_profiles.list", "/v1/user_profiles", UserProfiles, October2026),
        Item("user_profiles.get", Get, "/v1/user_profiles/{user_profile_id}", UserProfiles, October2026),
        Update("user_profiles.update", "/v1/user_profiles/{user_profile_id}", October2026, """{"external_id":"conformance"}""") with { Group = UserProfiles },
        Item("user_profiles.delete", Delete, "/v1/user_profiles/{user_profile_id}", UserProfiles, October2026),
        Update("user_profiles.action_urls", "/v1/user_profiles/{user_profile_id}/action_urls", October2026, "{}") with { Group = UserProfiles },

        List("rate_limits.list", Org + "/rate_limits", Admin, October2026),
        Item("workspaces.rate_limits.list", Get, Org + "/workspaces/{workspace_id}/rate_limits", Admin, October2026),
        Update("workspaces.rate_limits.update", Org + "/workspaces/{workspace_id}/rate_limits/{rate_limit_id}", October2026, """{"value":1}"""),

        Create("service_accounts.create", Org + "/service_accounts", Admin, October2026),
        List("service_accounts.list", Org + "/service_accounts", Admin, October2026),
        Item("service_accounts.get", Get, Org + "/service_accounts/{service_account_id}", Admin, October2026),
        Update("service_accounts.update", Org + "/service_accounts/{service_account_id}", October2026, """{"name":"conformance"}"""),
        Item("service_accounts.archive", Post, Org + "/service_accounts/{service_account_id}/archive", Admin, October2026),
        Item("service_accounts.workspaces.list", Get, Org + "/service_accounts/{service_account_id}/workspaces", Admin, October2026),
        Update("service_accounts.workspaces.create", Org + "/service_accounts/{service_account_id}/workspaces", October2026, """{"workspace_id":"wrkspc_01ConformanceNoSuchThing"}"""),
        Item("service_accounts.workspaces.delete", Delete, Org + "/service_accounts/{service_account_id}/workspaces/{workspace_id}", Admin, October2026),
        Item("workspaces.service_accounts.list", Get, Org + "/workspaces/{workspace_id}/service_accounts", Admin, October2026),
        Update("workspaces.service_accounts.create", Org + "/workspaces/{workspace_id}/service_accounts", October2026, """{"service_account_id":"svcacct_01ConformanceNoSuchThing","workspace_role":"workspace_user"}"""),
        Item("workspaces.service_accounts.get", Get, Org + "/workspaces/{workspace_id}/service_accounts/{service_account_id}", Admin, October2026),
        Update("workspaces.service_accounts.update", Org + "/workspaces/{workspace_id}/service_accounts/{service_account_id}", October2026, """{"workspace_role":"workspace_user"}"""),
        Item("workspaces.service_accounts.delete", Delete, Org + "/workspaces/{workspace_id}/service_accounts/{service_account_id}", Admin, October2026),

        new("compliance_settings.get", Get, Org + "/compliance_settings", Admin, October2026) { ProbeKind = ProbeKind.Read },
        Create("compliance_settings.set", Org + "/compliance_settings", Admin, October2026) with { ProbeJson = """{"conformance_no_such_setting":true}""" },

        Create("external_keys.create", Org + "/external_keys", Admin, October2026),
        List("external_keys.list", Org + "/external_keys", Admin, October2026),
        Item("external_keys.get", Get, Org + "/external_keys/{external_key_id}", Admin, October2026),
        Update("external_keys.update", Org + "/external_keys/{external_key_id}", October2026, """{"name":"conformance"}"""),
        Item("external_keys.delete", Delete, Org + "/external_keys/{external_key_id}", Admin, October2026),
        Item("external_keys.validate", Post, Org + "/external_keys/{external_key_id}/validate", Admin, October2026),

        Create("federation_issuers.create", Org + "/federation_issuers", Admin, October2026),
        List("federation_issuers.list", Org + "/federation_issuers", Admin, October2026),
        Item("federation_issuers.get", Get, Org + "/federation_issuers/{federation_issuer_id}", Admin, October2026),
        Update("federation_issuers.update", Org + "/federation_issuers/{federation_issuer_id}", October2026, """{"name":"conformance"}"""),
        Item("federation_issuers.archive", Post, Org + "/federation_issuers/{federation_issuer_id}/archive", Admin, October2026),

        Create("federation_rules.create", Org + "/federation_rules", Admin, October2026),
        List("federation_rules.list", Org + "/federation_rules", Admin, October2026),
        Item("federation_rules.get", Get, Org + "/federation_rules/{federation_rule_id}", Admin, October2026),
        Update("federation_rules.update", Org + "/federation_rules/{federation_rule_id}", October2026, """{"name":"conformance"}"""),
        Item("federation_rules.archive", Post, Org + "/federation_rules/{federation_rule_id}/archive", Admin, October2026),
        Item("federation_rules.workspaces.list", Get, Org + "/federation_rules/{federation_rule_id}/workspaces", Admin, October2026),
        Update("federation_rules.workspaces.create", Org + "/federation_rules/{federation_rule_id}/workspaces", October2026, """{"workspace_id":"wrkspc_01ConformanceNoSuchThing"}"""),
        Item("federation_rules.workspaces.delete", Delete, Org + "/federation_rules/{federation_rule_id}/workspaces/{workspace_id}", Admin, October2026),

        Create("rbac_groups.create", Org + "/rbac_groups", Admin, October2026),
        List("rbac_groups.list", Org + "/rbac_groups", Admin, October2026),
        Item("rbac_groups.get", Get, Org + "/rbac_groups/{rbac_group_id}", Admin, October2026),
        Update("rbac_groups.update", Org + "/rbac_groups/{rbac_group_id}", October2026, """{"name":"conformance"}"""),
        Item("rbac_groups.delete", Delete, Org + "/rbac_groups/{rbac_group_id}", Admin, October2026),
        Item("rbac_groups.members.list", Get, Org + "/rbac_groups/{rbac_group_id}/members", Admin, October2026),
        Update("rbac_groups.members.create", Org + "/rbac_groups/{rbac_group_id}/members", October2026, """{"user_id":"user_01ConformanceNoSuchThing"}"""),
        Item("rbac_groups.members.delete", Delete, Org + "/rbac_groups/{rbac_group_id}/members/{user_id}", Admin, October2026),

        List("rbac_roles.list", Org + "/rbac_roles", Admin, October2026),
        Item("rbac_roles.get", Get, Org + "/rbac_roles/{rbac_role_id}", Admin, October2026),
        Item("rbac_roles.permissions.list", Get, Org + "/rbac_roles/{rbac_role_id}/permissions", Admin, October2026),

        List("spend_limits.effective", Org + "/spend_limits/effective", Admin, October2026),
        List("spend_limit_increase_requests.list", Org + "/spend_limit_increase_requests", Admin, October2026),
        Item("spend_limit_increase_requests.get", Get, Org + "/spend_limit_increase_requests/{spend_limit_increase_request_id}", Admin, October2026),
        Update("spend_limit_increase_requests.approve", Org + "/spend_limit_increase_requests/{spend_limit_increase_request_id}/approve", October2026, """{"amount":"1"}"""),
        Update("spend_limit_increase_requests.deny", Org + "/spend_limit_increase_requests/{spend_limit_increase_request_id}/deny", October2026, "{}"),

        List("analytics.apps.chat.projects", Org + "/analytics/apps/chat/projects", Admin, October2026) with { ProbeQuery = "?date=2026-10-01" },
        List("analytics.artifacts", Org + "/analytics/artifacts", Admin, October2026) with { ProbeQuery = "?date=2026-10-01" },
        List("analytics.connectors", Org + "/analytics/connectors", Admin, October2026) with { ProbeQuery = "?date=2026-10-01" },
        List("analytics.plugins", Org + "/analytics/plugins", Admin, October2026) with { ProbeQuery = "?date=2026-10-01" },
        List("analytics.skills", Org + "/analytics/skills", Admin, October2026) with { ProbeQuery = "?date=2026-10-01" },
        List("analytics.summaries", Org + "/analytics/summaries", Admin, October2026) with { ProbeQuery = "?starting_date=2026-10-01" },
        List("analytics.users", Org + "/analytics/users", Admin, October2026) with { ProbeQuery = "?date=2026-10-01" },
    ];

    private static readonly Dictionary<string, Operation> ById = All.ToDictionary(operation => operation.Id);

    /// <summary>The operation with this id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static Operation Find(string id) => ById[id];

    private static Operation List(string id, string path, OperationGroup group, Snapshot since) =>
        new(id, Get, path, group, since) { ProbeKind = ProbeKind.Read };

    // A resource that cannot exist. An action on one (cancel, archive) is a POST without a body.
    private static Operation Item(string id, string method, string path, OperationGroup group, Snapshot since) =>
        new(id, method, path, group, since) { ProbeKind = ProbeKind.UnknownResource };

    private static Operation Update(string id, string path, Snapshot since, string json) =>
        Item(id, Post, path, Admin, since) with { Takes = RequestMedia.Json, ProbeJson = json };

    // Every documented creation needs members that the empty object lacks.
    private static Operation Create(string id, string path, OperationGroup group, Snapshot since) =>
        new(id, Post, path, group, since) { Takes = RequestMedia.Json, ProbeKind = ProbeKind.RefusedBody, ProbeJson = "{}" };
}
