namespace Conformance.Contract;

/// <summary>The part of the API that an operation belongs to, as the documentation's navigation names it.</summary>
public enum OperationGroup
{
    /// <summary>Messages and Token Counting.</summary>
    Messages,

    /// <summary>Message Batches.</summary>
    Batches,

    /// <summary>Models.</summary>
    Models,

    /// <summary>Files.</summary>
    Files,

    /// <summary>Skills and their versions.</summary>
    Skills,

    /// <summary>Text Completions (legacy).</summary>
    Completions,

    /// <summary>User Profiles.</summary>
    UserProfiles,

    /// <summary>The Admin API, under <c>/v1/organizations</c>.</summary>
    Admin,

    /// <summary>Managed Agents (beta): agents, deployments, environments, sessions and vaults.</summary>
    ManagedAgents,

    /// <summary>Dreams (beta).</summary>
    Dreams,

    /// <summary>Memory Stores (beta).</summary>
    MemoryStores,

    /// <summary>MCP Tunnels (beta).</summary>
    Tunnels,

    /// <summary>The parts of the Admin API that are in beta.</summary>
    AdminBeta,
}
