using static Conformance.Contract.OperationGroup;
using static Conformance.Contract.Snapshot;

namespace Conformance.Contract;

/// <summary>
/// Service accounts and federation. "Requires an OAuth access token with the `org:admin` scope … Admin API keys are not
/// accepted."
/// </summary>
internal static class OAuthOperations
{
    private const string Name = """{"name":"conformance"}""";
    private const string Description = """{"description":"conformance"}""";
    private const string Role = """{"workspace_role":"workspace_user"}""";
    private const string Workspace = """{"workspace_id":"wrkspc_01ConformanceNoSuchThing"}""";
    private const string Account = """{"service_account_id":"svac_01ConformanceNoSuchThing","workspace_role":"workspace_user"}""";
    private const string AccountsWorkspace = """{"workspace_id":"wrkspc_01ConformanceNoSuchThing","workspace_role":"workspace_user"}""";

    private static readonly Section Accounts = new(Admin, October2026, "/v1/organizations/service_accounts") { Key = KeyKind.OAuth };
    private static readonly Section Members = Accounts with { Under = "/v1/organizations/workspaces/{workspace_id}/service_accounts" };
    private static readonly Section Issuers = Accounts with { Under = "/v1/organizations/federation_issuers" };
    private static readonly Section Rules = Accounts with { Under = "/v1/organizations/federation_rules" };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        Accounts.Create("service_accounts.create", "") with { RemovedBy = ["service_accounts.archive"] },
        Accounts.Read("service_accounts.list", ""),
        Accounts.Get("service_accounts.get", "/{service_account_id}"),
        Accounts.Update("service_accounts.update", "/{service_account_id}", Description),
        Accounts.Act("service_accounts.archive", "/{service_account_id}/archive"),

        Accounts.Get("service_accounts.workspaces.list", "/{service_account_id}/workspaces"),
        Accounts.Update("service_accounts.workspaces.create", "/{service_account_id}/workspaces", AccountsWorkspace) with
        {
            RemovedBy = ["service_accounts.workspaces.delete"],
        },
        Accounts.Delete("service_accounts.workspaces.delete", "/{service_account_id}/workspaces/{workspace_id}") with
        {
            AcceptsAbsent = true,
        },

        Members.Get("workspaces.service_accounts.list", ""),
        Members.Update("workspaces.service_accounts.create", "", Account) with { RemovedBy = ["workspaces.service_accounts.delete"] },
        Members.Get("workspaces.service_accounts.get", "/{service_account_id}"),
        Members.Update("workspaces.service_accounts.update", "/{service_account_id}", Role),
        Members.Delete("workspaces.service_accounts.delete", "/{service_account_id}") with { AcceptsAbsent = true },

        Issuers.Create("federation_issuers.create", "") with { RemovedBy = ["federation_issuers.archive"] },
        Issuers.Read("federation_issuers.list", ""),
        Issuers.Get("federation_issuers.get", "/{federation_issuer_id}"),
        Issuers.Update("federation_issuers.update", "/{federation_issuer_id}", Name),
        Issuers.Act("federation_issuers.archive", "/{federation_issuer_id}/archive"),

        Rules.Create("federation_rules.create", "") with { RemovedBy = ["federation_rules.archive"] },
        Rules.Read("federation_rules.list", ""),
        Rules.Get("federation_rules.get", "/{federation_rule_id}"),
        Rules.Update("federation_rules.update", "/{federation_rule_id}", Name),
        Rules.Act("federation_rules.archive", "/{federation_rule_id}/archive"),

        Rules.Get("federation_rules.workspaces.list", "/{federation_rule_id}/workspaces"),
        Rules.Update("federation_rules.workspaces.create", "/{federation_rule_id}/workspaces", Workspace) with
        {
            RemovedBy = ["federation_rules.workspaces.delete"],
        },
        Rules.Delete("federation_rules.workspaces.delete", "/{federation_rule_id}/workspaces/{workspace_id}") with
        {
            AcceptsAbsent = true,
        },
    ];
}
