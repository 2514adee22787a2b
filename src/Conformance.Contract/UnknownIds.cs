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
        ["invite_id"] = "invite_",
        ["user_id"] = "user_",
        ["workspace_id"] = "wrkspc_",
        ["api_key_id"] = "apikey_",
        ["user_profile_id"] = "uprof_",
        ["rate_limit_id"] = "rl_",
        ["service_account_id"] = "svcacct_",
        ["external_key_id"] = "extkey_",
        ["federation_issuer_id"] = "fedissuer_",
        ["federation_rule_id"] = "fedrule_",
        ["rbac_group_id"] = "rbacgroup_",
        ["rbac_role_id"] = "rbacrole_",
        ["spend_limit_increase_request_id"] = "slir_",
    };

    /// <summary>The prefix of the ids that a path parameter takes, underscore included.</summary>
    /// <exception cref="KeyNotFoundException">The parameter is not in the table.</exception>
    public static string Prefix(string parameter) => Prefixes[parameter];
}
