using static Conformance.Contract.OperationGroup;
using static Conformance.Contract.Snapshot;

namespace Conformance.Contract;

/// <summary>What is in beta of the Admin API.</summary>
internal static class BetaAdminOperations
{
    private const string Period = "?starting_at=2026-10-01T00:00:00Z";
    private const string Settings = """{"settings":{}}""";
    private const string Instructions = """{"instructions":"conformance"}""";
    private const string Preference = """{"default_installation_preference":"available"}""";
    private const string OwnPreference = """{"installation_preference":"available"}""";
    private const string Version = """{"served_version_id":"pluginver_01ConformanceNoSuchThing"}""";
    private const string Target = """{"target":{"type":"slack_channel","slack_channel_id":"slch_01ConformanceNoSuchThing"}}""";

    private static readonly Section Organization =
        new(AdminBeta, October2026, "/v1/organizations") { Key = KeyKind.Admin, IsBeta = true };

    private static readonly Section Analytics =
        Organization with { Under = "/v1/organizations/analytics", Beta = "analytics-usage-cost-2026-08-24" };

    private static readonly Section Reports = Analytics with { Beta = null, EnterpriseOnly = true };

    private static readonly Section Managed = Organization with
    {
        Under = "/v1/organizations/claude_code/managed_settings",
        Beta = "ce-claude-code-managed-settings-2026-10-06",
    };

    private static readonly Section Tag =
        Organization with { Under = "/v1/organizations/claude_tag", Beta = "experimental-claude-tag-2026-10-21" };

    private static readonly Section Targets = Tag with { Under = "/v1/organizations/claude_tag/bundles/{bundle_id}/targets" };

    private static readonly Section Marketplaces = Organization with
    {
        Under = "/v1/organizations/plugin_marketplaces",
        Beta = "ce-plugins-2026-09-01",
        EnterpriseOnly = true,
    };

    private static readonly Section Plugins = Marketplaces with { Under = "/v1/organizations/plugins" };
    private static readonly Section Plugin = Marketplaces with { Under = "/v1/organizations/plugins/{plugin_id}" };

    private static readonly Section Telemetry = Organization with
    {
        Under = "/v1/organizations/telemetry_destinations",
        Beta = "telemetry-destinations-2026-08-11",
    };

    private static readonly Section Webhooks =
        Organization with { Under = "/v1/organizations/webhooks", Beta = "webhooks-2026-10-07" };

    private static readonly Section Users =
        Organization with { Under = "/v1/organizations/users", Beta = "admin-user-sign-out-2026-10-08" };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        Analytics.Read("analytics.cost", "/cost", Period),
        Analytics.Read("analytics.usage", "/usage", Period),
        Reports.Read("analytics.cost_report", "/cost_report", Period),
        Reports.Read("analytics.usage_report", "/usage_report", Period),
        Reports.Read("analytics.user_cost_report", "/user_cost_report", Period),
        Reports.Read("analytics.user_usage_report", "/user_usage_report", Period),

        Managed.Read("managed_settings.configuration.get", "/configuration"),
        Managed.Create("managed_settings.configuration.set", "/configuration", """{"mode":"conformance-no-such-mode"}"""),
        Managed.Read("managed_settings.rbac_group_default.get", "/rbac_group_default"),
        Managed.Create("managed_settings.rbac_group_default.set", "/rbac_group_default"),
        Managed.Read("managed_settings.rbac_groups.list", "/rbac_groups"),
        Managed.Get("managed_settings.rbac_groups.get", "/rbac_groups/{rbac_group_id}"),
        Managed.Update("managed_settings.rbac_groups.update", "/rbac_groups/{rbac_group_id}", Settings),
        Managed.Delete("managed_settings.rbac_groups.delete", "/rbac_groups/{rbac_group_id}"),

        Tag.Read("claude_tag.bundles.list", "/bundles"),
        Tag.Get("claude_tag.bundles.get", "/bundles/{bundle_id}"),
        Tag.Update("claude_tag.bundles.update", "/bundles/{bundle_id}", Instructions),
        Targets.Update("claude_tag.bundles.targets.create", "", Target) with
        {
            RemovedBy = ["beta.claude_tag.bundles.targets.delete"],
        },
        Targets.Get("claude_tag.bundles.targets.list", ""),
        Targets.Get("claude_tag.bundles.targets.get", "/{target_id}"),
        Targets.Delete("claude_tag.bundles.targets.delete", "/{target_id}"),
        Tag.Create("claude_tag.slack_channels.create", "/slack_channels") with { RemovedBy = ["beta.claude_tag.slack_channels.delete"] },
        Tag.Get("claude_tag.slack_channels.list", "/slack_channels") with { ProbeQuery = "?slack_workspace_id=T01CONFORMANCE" },
        Tag.Get("claude_tag.slack_channels.get", "/slack_channels/{slack_channel_id}"),
        Tag.Update("claude_tag.slack_channels.update", "/slack_channels/{slack_channel_id}", Settings),
        Tag.Delete("claude_tag.slack_channels.delete", "/slack_channels/{slack_channel_id}"),
        Tag.Read("claude_tag.slack_workspaces.list", "/slack_workspaces"),
        Tag.Get("claude_tag.slack_workspaces.get", "/slack_workspaces/{slack_workspace_id}"),
        Tag.Update("claude_tag.slack_workspaces.update", "/slack_workspaces/{slack_workspace_id}", Settings),

        Marketplaces.Read("plugin_marketplaces.list", ""),
        Marketplaces.Get("plugin_marketplaces.get", "/{marketplace_id}"),
        Marketplaces.Update("plugin_marketplaces.update", "/{marketplace_id}", Preference),
        Marketplaces.Upload("plugin_marketplaces.validate_archive", "/validate_archive"),
        Marketplaces.Create("plugin_marketplaces.validate_repository", "/validate_repository"),

        Plugins.Upload("plugins.create", "") with { RemovedBy = ["beta.plugins.delete"] },
        Plugins.Read("plugins.list", ""),
        Plugins.Get("plugins.get", "/{plugin_id}"),
        Plugins.Update("plugins.update", "/{plugin_id}", Version),
        Plugins.Delete("plugins.delete", "/{plugin_id}"),
        Plugin.Get("plugins.installation_settings.list", "/installation_settings"),
        Plugin.Update("plugins.installation_settings.update", "/installation_settings/{installation_target}", OwnPreference),
        Plugin.Delete("plugins.installation_settings.delete", "/installation_settings/{installation_target}"),
        Plugin.Get("plugins.shares.list", "/shares"),
        Plugin.UploadTo("plugins.versions.create", "/versions"),
        Plugin.Get("plugins.versions.list", "/versions"),
        Plugin.Get("plugins.versions.get", "/versions/{plugin_version_id}"),
        Plugin.Get("plugins.versions.content", "/versions/{plugin_version_id}/content") with { Returns = "application/binary" },

        Organization.Create("spend_limits.set", "/spend_limits") with { RemovedBy = ["beta.spend_limits.delete"] },
        Organization.Read("spend_limits.list", "/spend_limits") with { Beta = "spend-limit-reads-2026-09-26" },
        Organization.Get("spend_limits.get", "/spend_limits/{spend_limit_id}"),
        Organization.Delete("spend_limits.delete", "/spend_limits/{spend_limit_id}"),

        Telemetry.Create("telemetry_destinations.create", "") with { RemovedBy = ["beta.telemetry_destinations.delete"] },
        Telemetry.Read("telemetry_destinations.list", ""),
        Telemetry.Get("telemetry_destinations.get", "/{destination_id}"),
        Telemetry.Update("telemetry_destinations.update", "/{destination_id}", """{"display_name":"conformance"}"""),
        Telemetry.Delete("telemetry_destinations.delete", "/{destination_id}"),
        Telemetry.Act("telemetry_destinations.test", "/{destination_id}/test"),
        Telemetry.Get("telemetry_destinations.workspaces.list", "/{destination_id}/workspaces"),
        Telemetry.Act("telemetry_destinations.workspaces.add", "/{destination_id}/workspaces/{workspace_id}") with
        {
            RemovedBy = ["beta.telemetry_destinations.workspaces.delete"],
        },
        Telemetry.Delete("telemetry_destinations.workspaces.delete", "/{destination_id}/workspaces/{workspace_id}"),

        Users.Act("users.sign_out", "/{user_id}/sign_out"),

        Webhooks.Create("webhooks.create", "") with { RemovedBy = ["beta.webhooks.delete"] },
        Webhooks.Read("webhooks.list", "") with { PagesById = true },
        Webhooks.Get("webhooks.get", "/{webhook_endpoint_id}"),
        Webhooks.Update("webhooks.update", "/{webhook_endpoint_id}", """{"name":"conformance"}"""),
        Webhooks.Delete("webhooks.delete", "/{webhook_endpoint_id}"),
        Webhooks.Act("webhooks.regenerate_signing_secret", "/{webhook_endpoint_id}/regenerate_signing_secret"),
    ];
}
