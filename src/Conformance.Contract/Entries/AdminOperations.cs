using static Conformance.Contract.OperationGroup;
using static Conformance.Contract.Snapshot;

namespace Conformance.Contract;

/// <summary>The Admin API of 2025: what an admin key reads and changes of an organization.</summary>
internal static class AdminOperations
{
    private const string Period = "?starting_at=2025-10-01T00:00:00Z";
    private const string Day = "?starting_at=2025-10-01";
    private const string Member = """{"user_id":"user_01ConformanceNoSuchThing","workspace_role":"workspace_user"}""";

    private static readonly Section Spring = new(Admin, May2025, "/v1/organizations") { Key = KeyKind.Admin };
    private static readonly Section Autumn = Spring with { Since = November2025 };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        Autumn.Read("organization.get", "/me"),

        Spring.Create("invites.create", "/invites") with { RemovedBy = ["invites.delete"] },
        Spring.Read("invites.list", "/invites") with { PagesById = true },
        Spring.Get("invites.get", "/invites/{invite_id}"),
        Spring.Delete("invites.delete", "/invites/{invite_id}"),

        Spring.Read("users.list", "/users") with { PagesById = true },
        Spring.Get("users.get", "/users/{user_id}"),
        Spring.Update("users.update", "/users/{user_id}", """{"role":"user"}"""),
        Spring.Delete("users.delete", "/users/{user_id}"),

        Spring.Create("workspaces.create", "/workspaces") with { RemovedBy = ["workspaces.archive"] },
        Spring.Read("workspaces.list", "/workspaces") with { PagesById = true },
        Spring.Get("workspaces.get", "/workspaces/{workspace_id}"),
        Spring.Update("workspaces.update", "/workspaces/{workspace_id}", """{"name":"conformance"}"""),
        Spring.Act("workspaces.archive", "/workspaces/{workspace_id}/archive"),

        Spring.Update("members.create", "/workspaces/{workspace_id}/members", Member) with { RemovedBy = ["members.delete"] },
        Spring.Get("members.list", "/workspaces/{workspace_id}/members") with { PagesById = true },
        Spring.Get("members.get", "/workspaces/{workspace_id}/members/{user_id}"),
        Spring.Update("members.update", "/workspaces/{workspace_id}/members/{user_id}", """{"workspace_role":"workspace_user"}"""),
        Spring.Delete("members.delete", "/workspaces/{workspace_id}/members/{user_id}"),

        Spring.Read("api_keys.list", "/api_keys") with { PagesById = true },
        Spring.Get("api_keys.get", "/api_keys/{api_key_id}"),
        Spring.Update("api_keys.update", "/api_keys/{api_key_id}", """{"name":"conformance"}"""),

        Autumn.Read("usage.messages", "/usage_report/messages", Period),
        Autumn.Read("usage.claude_code", "/usage_report/claude_code", Day),
        Autumn.Read("cost.report", "/cost_report", Period),
    ];
}
