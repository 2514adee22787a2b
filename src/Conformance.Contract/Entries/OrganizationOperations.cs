using static Conformance.Contract.OperationGroup;
using static Conformance.Contract.Snapshot;

namespace Conformance.Contract;

/// <summary>The Admin API of 2026 that an admin key opens: rate limits, compliance settings, external keys.</summary>
internal static class OrganizationOperations
{
    private const string Limits = """{"limits":[{"type":"requests_per_minute","value":1}]}""";
    private const string NoState = """{"conformance_no_such_setting":true}""";

    private static readonly Section Organization = new(Admin, October2026, "/v1/organizations") { Key = KeyKind.Admin };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        Organization.Read("rate_limits.list", "/rate_limits"),
        Organization.Get("workspaces.rate_limits.list", "/workspaces/{workspace_id}/rate_limits"),
        Organization.Update("workspaces.rate_limits.update", "/workspaces/{workspace_id}/rate_limits/{rate_limit_id}", Limits),

        Organization.Read("compliance_settings.get", "/compliance_settings"),
        Organization.Create("compliance_settings.set", "/compliance_settings", NoState),

        Organization.Create("external_keys.create", "/external_keys") with { RemovedBy = ["external_keys.delete"] },
        Organization.Read("external_keys.list", "/external_keys"),
        Organization.Get("external_keys.get", "/external_keys/{external_key_id}"),
        Organization.Update("external_keys.update", "/external_keys/{external_key_id}", """{"display_name":"conformance"}"""),
        Organization.Delete("external_keys.delete", "/external_keys/{external_key_id}"),
        Organization.Act("external_keys.validate", "/external_keys/{external_key_id}/validate"),
    ];
}
