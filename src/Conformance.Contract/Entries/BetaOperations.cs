using static Conformance.Contract.OperationGroup;
using static Conformance.Contract.Snapshot;

namespace Conformance.Contract;

/// <summary>What else is in beta for an ordinary key: dreams, memory stores, tunnels, and two that belong to older parts.</summary>
internal static class BetaOperations
{
    private const string Name = """{"name":"conformance"}""";
    private const string Memory = """{"path":"/conformance.md","content":"conformance"}""";
    private const string Content = """{"content":"conformance"}""";
    private const string Certificate = """{"ca_certificate_pem":"conformance"}""";

    private static readonly Section OfDreams =
        new(Dreams, October2026, "/v1/dreams") { IsBeta = true, Beta = "dreaming-2026-04-21" };

    private static readonly Section Stores =
        new(MemoryStores, October2026, "/v1/memory_stores") { IsBeta = true, Beta = "agent-memory-2026-07-22" };

    private static readonly Section Memories = Stores with { Under = "/v1/memory_stores/{memory_store_id}/memories" };
    private static readonly Section Versions = Stores with { Under = "/v1/memory_stores/{memory_store_id}/memory_versions" };

    private static readonly Section OfTunnels =
        new(Tunnels, October2026, "/v1/tunnels") { IsBeta = true, Beta = "mcp-tunnels-2026-06-22" };

    private static readonly Section Certificates = OfTunnels with { Under = "/v1/tunnels/{tunnel_id}/certificates" };

    private static readonly Section OfSkills =
        new(Skills, October2026, "/v1/skills") { IsBeta = true, Beta = KnownBetas.Skills };

    private static readonly Section Profiles =
        new(UserProfiles, October2026, "/v1/user_profiles") { IsBeta = true, Beta = "user-profiles-2026-08-18" };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        OfDreams.Create("dreams.create", "") with { RemovedBy = ["beta.dreams.cancel", "beta.dreams.archive"] },
        OfDreams.Read("dreams.list", ""),
        OfDreams.Get("dreams.get", "/{dream_id}"),
        OfDreams.Act("dreams.cancel", "/{dream_id}/cancel"),
        OfDreams.Act("dreams.archive", "/{dream_id}/archive"),

        Stores.Create("memory_stores.create", "") with { RemovedBy = ["beta.memory_stores.delete"] },
        Stores.Read("memory_stores.list", ""),
        Stores.Get("memory_stores.get", "/{memory_store_id}"),
        Stores.Update("memory_stores.update", "/{memory_store_id}", Name),
        Stores.Delete("memory_stores.delete", "/{memory_store_id}"),
        Stores.Act("memory_stores.archive", "/{memory_store_id}/archive"),
        Memories.Update("memory_stores.memories.create", "", Memory) with { RemovedBy = ["beta.memory_stores.memories.delete"] },
        Memories.Get("memory_stores.memories.list", ""),
        Memories.Get("memory_stores.memories.get", "/{memory_id}"),
        Memories.Update("memory_stores.memories.update", "/{memory_id}", Content),
        Memories.Delete("memory_stores.memories.delete", "/{memory_id}"),
        Versions.Get("memory_stores.memory_versions.list", ""),
        Versions.Get("memory_stores.memory_versions.get", "/{memory_version_id}"),
        Versions.Act("memory_stores.memory_versions.redact", "/{memory_version_id}/redact"),

        OfTunnels.Create("tunnels.create", "", """{"display_name":{}}""") with { RemovedBy = ["beta.tunnels.archive"] },
        OfTunnels.Read("tunnels.list", ""),
        OfTunnels.Get("tunnels.get", "/{tunnel_id}"),
        OfTunnels.Act("tunnels.archive", "/{tunnel_id}/archive"),
        OfTunnels.Act("tunnels.reveal_token", "/{tunnel_id}/reveal_token"),
        OfTunnels.Update("tunnels.rotate_token", "/{tunnel_id}/rotate_token", """{"reason":"conformance"}"""),
        Certificates.Update("tunnels.certificates.create", "", Certificate) with { RemovedBy = ["beta.tunnels.certificates.archive"] },
        Certificates.Get("tunnels.certificates.list", ""),
        Certificates.Get("tunnels.certificates.get", "/{certificate_id}"),
        Certificates.Act("tunnels.certificates.archive", "/{certificate_id}/archive"),

        OfSkills.Get("skills.versions.content", "/{skill_id}/versions/{version}/content") with { Returns = "application/binary" },

        Profiles.Act("user_profiles.enrollment_url", "/{user_profile_id}/enrollment_url"),
    ];
}
