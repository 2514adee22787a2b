using static Conformance.Contract.OperationGroup;
using static Conformance.Contract.Snapshot;

namespace Conformance.Contract;

/// <summary>What is for Enterprise organizations only: groups, roles, spend limits and analytics.</summary>
internal static class EnterpriseOperations
{
    private const string User = """{"user_id":"user_01ConformanceNoSuchThing"}""";
    private const string Day = "?date=2026-10-01";

    private static readonly Section Enterprise =
        new(Admin, October2026, "/v1/organizations") { Key = KeyKind.Admin, EnterpriseOnly = true };

    private static readonly Section Groups = Enterprise with { Under = "/v1/organizations/rbac_groups" };
    private static readonly Section Roles = Enterprise with { Under = "/v1/organizations/rbac_roles" };
    private static readonly Section Increases = Enterprise with { Under = "/v1/organizations/spend_limit_increase_requests" };
    private static readonly Section Analytics = Enterprise with { Under = "/v1/organizations/analytics" };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        Groups.Create("rbac_groups.create", "") with { RemovedBy = ["rbac_groups.delete"] },
        Groups.Read("rbac_groups.list", ""),
        Groups.Get("rbac_groups.get", "/{rbac_group_id}"),
        Groups.Update("rbac_groups.update", "/{rbac_group_id}", """{"name":"conformance"}"""),
        Groups.Delete("rbac_groups.delete", "/{rbac_group_id}"),
        Groups.Get("rbac_groups.members.list", "/{rbac_group_id}/members"),
        Groups.Update("rbac_groups.members.create", "/{rbac_group_id}/members", User) with { RemovedBy = ["rbac_groups.members.delete"] },
        Groups.Delete("rbac_groups.members.delete", "/{rbac_group_id}/members/{user_id}"),

        Roles.Read("rbac_roles.list", ""),
        Roles.Get("rbac_roles.get", "/{rbac_role_id}"),
        Roles.Get("rbac_roles.permissions.list", "/{rbac_role_id}/permissions"),

        Enterprise.Read("spend_limits.effective", "/spend_limits/effective"),
        Increases.Read("spend_limit_increase_requests.list", ""),
        Increases.Get("spend_limit_increase_requests.get", "/{spend_limit_increase_request_id}"),
        Increases.Update("spend_limit_increase_requests.approve", "/{spend_limit_increase_request_id}/approve", """{"amount":"1"}"""),
        Increases.Update("spend_limit_increase_requests.deny", "/{spend_limit_increase_request_id}/deny", "{}"),

        Analytics.Read("analytics.apps.chat.projects", "/apps/chat/projects", Day),
        Analytics.Read("analytics.artifacts", "/artifacts", Day),
        Analytics.Read("analytics.connectors", "/connectors", Day),
        Analytics.Read("analytics.plugins", "/plugins", Day),
        Analytics.Read("analytics.skills", "/skills", Day),
        Analytics.Read("analytics.summaries", "/summaries", "?starting_date=2026-10-01"),
        Analytics.Read("analytics.users", "/users", Day),
    ];
}
