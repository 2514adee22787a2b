namespace Conformance.Contract;

/// <summary>Ids of resources that cannot exist: rightly formed, never given out.</summary>
public static class UnknownIds
{
    /// <summary>What follows the prefix in every id here: as long as the ids that were recorded.</summary>
    public const string Tail = "01ConformanceNoSuchThing";

    private static readonly Dictionary<string, string> Prefixes = new()
    {
        ["message_batch_id"] = "msgbatch_",
        ["file_id"] = "file_",
        ["skill_id"] = "skill_",
        ["user_profile_id"] = "uprof_",

        ["invite_id"] = "invite_",
        ["user_id"] = "user_",
        ["workspace_id"] = "wrkspc_",
        ["api_key_id"] = "apikey_",
        ["rate_limit_id"] = "rl_",
        ["external_key_id"] = "ekey_",

        ["service_account_id"] = "svac_",
        ["federation_issuer_id"] = "fdis_",
        ["federation_rule_id"] = "fdrl_",

        ["rbac_group_id"] = "rbac_group_",
        ["rbac_role_id"] = "rbac_role_",
        ["spend_limit_increase_request_id"] = "slir_",

        ["agent_id"] = "agent_",
        ["deployment_id"] = "depl_",
        ["deployment_run_id"] = "drun_",
        ["environment_id"] = "env_",
        ["work_id"] = "work_",
        ["session_id"] = "sesn_",
        ["resource_id"] = "sesrsc_",
        ["thread_id"] = "sthr_",
        ["vault_id"] = "vlt_",
        ["credential_id"] = "vcrd_",
        ["dream_id"] = "drm_",
        ["memory_store_id"] = "memstore_",
        ["memory_id"] = "mem_",
        ["memory_version_id"] = "memver_",
        ["tunnel_id"] = "tnl_",
        ["certificate_id"] = "tcrt_",

        ["bundle_id"] = "capp_",
        ["target_id"] = "btgt_",
        ["slack_channel_id"] = "slch_",
        ["slack_workspace_id"] = "slws_",
        ["marketplace_id"] = "marketplace_",
        ["plugin_id"] = "plugin_",
        ["plugin_version_id"] = "pluginver_",
        ["installation_target"] = "rbac_group_",
        ["spend_limit_id"] = "spl_",
        ["destination_id"] = "tdst_",
        ["webhook_endpoint_id"] = "whep_",
    };

    // No document and no recording shows one of these.
    private static readonly HashSet<string> Guessed =
        ["rate_limit_id", "rbac_role_id", "spend_limit_increase_request_id", "work_id", "webhook_endpoint_id"];

    /// <summary>The prefix of the ids that a path parameter takes, underscore included.</summary>
    /// <exception cref="KeyNotFoundException">The parameter is not in the table.</exception>
    public static string Prefix(string parameter) => Prefixes[parameter];

    /// <summary>
    /// Whether a document or a recording shows the prefix. "A malformed tagged id is answered 400", so that an operation whose
    /// prefix is a guess may answer its probe with 400 or 404.
    /// </summary>
    public static bool IsVerified(string parameter) => !Guessed.Contains(parameter);
}
