using static Conformance.Contract.OperationGroup;
using static Conformance.Contract.Snapshot;

namespace Conformance.Contract;

/// <summary>Managed Agents, in beta: agents, deployments, environments, sessions and vaults.</summary>
internal static class BetaAgentOperations
{
    private const string Name = """{"name":"conformance"}""";
    private const string Metadata = """{"metadata":{"conformance":"1"}}""";
    private const string Title = """{"title":"conformance"}""";
    private const string DisplayName = """{"display_name":"conformance"}""";
    private const string Interrupt = """{"events":[{"type":"user.interrupt"}]}""";
    private const string File = """{"type":"file","file_id":"file_01ConformanceNoSuchThing"}""";
    private const string Token = """{"authorization_token":"conformance"}""";
    private const string Credential =
        """{"auth":{"type":"static_bearer","mcp_server_url":"https://example.com/mcp","token":"conformance"}}""";

    private static readonly Section Agents =
        new(ManagedAgents, October2026, "/v1/agents") { IsBeta = true, Beta = "managed-agents-2026-04-01" };

    private static readonly Section Deployments = Agents with { Under = "/v1/deployments" };
    private static readonly Section Runs = Agents with { Under = "/v1/deployment_runs" };
    private static readonly Section Environments = Agents with { Under = "/v1/environments" };
    private static readonly Section Work = Agents with { Under = "/v1/environments/{environment_id}/work" };
    private static readonly Section Sessions = Agents with { Under = "/v1/sessions" };
    private static readonly Section Threads = Agents with { Under = "/v1/sessions/{session_id}/threads" };
    private static readonly Section Resources = Agents with { Under = "/v1/sessions/{session_id}/resources" };
    private static readonly Section Vaults = Agents with { Under = "/v1/vaults" };
    private static readonly Section Credentials = Agents with { Under = "/v1/vaults/{vault_id}/credentials" };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        Agents.Create("agents.create", "") with { RemovedBy = ["beta.agents.archive"] },
        Agents.Read("agents.list", ""),
        Agents.Get("agents.get", "/{agent_id}"),
        Agents.Update("agents.update", "/{agent_id}", Name),
        Agents.Act("agents.archive", "/{agent_id}/archive"),
        Agents.Get("agents.versions.list", "/{agent_id}/versions"),

        Deployments.Create("deployments.create", "") with { RemovedBy = ["beta.deployments.archive"] },
        Deployments.Read("deployments.list", ""),
        Deployments.Get("deployments.get", "/{deployment_id}"),
        Deployments.Update("deployments.update", "/{deployment_id}", Name),
        Deployments.Act("deployments.archive", "/{deployment_id}/archive"),
        Deployments.Act("deployments.pause", "/{deployment_id}/pause"),
        Deployments.Act("deployments.unpause", "/{deployment_id}/unpause"),
        Deployments.Act("deployments.run", "/{deployment_id}/run"),
        Runs.Read("deployment_runs.list", ""),
        Runs.Get("deployment_runs.get", "/{deployment_run_id}"),

        Environments.Create("environments.create", "") with { RemovedBy = ["beta.environments.delete"] },
        Environments.Read("environments.list", ""),
        Environments.Get("environments.get", "/{environment_id}"),
        Environments.Update("environments.update", "/{environment_id}", Name),
        Environments.Delete("environments.delete", "/{environment_id}"),
        Environments.Act("environments.archive", "/{environment_id}/archive"),
        Work.Get("environments.work.list", ""),
        Work.Get("environments.work.poll", "/poll"),
        Work.Get("environments.work.stats", "/stats"),
        Work.Get("environments.work.get", "/{work_id}"),
        Work.Update("environments.work.update", "/{work_id}", Metadata),
        Work.Act("environments.work.ack", "/{work_id}/ack"),
        Work.Act("environments.work.heartbeat", "/{work_id}/heartbeat"),
        Work.Update("environments.work.stop", "/{work_id}/stop", "{}"),

        Sessions.Create("sessions.create", "") with { RemovedBy = ["beta.sessions.delete"] },
        Sessions.Read("sessions.list", ""),
        Sessions.Get("sessions.get", "/{session_id}"),
        Sessions.Update("sessions.update", "/{session_id}", Title),
        Sessions.Delete("sessions.delete", "/{session_id}"),
        Sessions.Act("sessions.archive", "/{session_id}/archive"),
        Sessions.Update("sessions.events.send", "/{session_id}/events", Interrupt),
        Sessions.Get("sessions.events.list", "/{session_id}/events"),
        Sessions.Get("sessions.events.stream", "/{session_id}/events/stream") with { Returns = MediaTypes.EventStream },
        Resources.Update("sessions.resources.create", "", File) with { RemovedBy = ["beta.sessions.resources.delete"] },
        Resources.Get("sessions.resources.list", ""),
        Resources.Get("sessions.resources.get", "/{resource_id}"),
        Resources.Update("sessions.resources.update", "/{resource_id}", Token),
        Resources.Delete("sessions.resources.delete", "/{resource_id}"),
        Threads.Get("sessions.threads.list", ""),
        Threads.Get("sessions.threads.get", "/{thread_id}"),
        Threads.Act("sessions.threads.archive", "/{thread_id}/archive"),
        Threads.Get("sessions.threads.events.list", "/{thread_id}/events"),
        Threads.Get("sessions.threads.events.stream", "/{thread_id}/stream") with { Returns = MediaTypes.EventStream },

        Vaults.Create("vaults.create", "") with { RemovedBy = ["beta.vaults.delete"] },
        Vaults.Read("vaults.list", ""),
        Vaults.Get("vaults.get", "/{vault_id}"),
        Vaults.Update("vaults.update", "/{vault_id}", DisplayName),
        Vaults.Delete("vaults.delete", "/{vault_id}"),
        Vaults.Act("vaults.archive", "/{vault_id}/archive"),
        Credentials.Update("vaults.credentials.create", "", Credential) with { RemovedBy = ["beta.vaults.credentials.delete"] },
        Credentials.Get("vaults.credentials.list", ""),
        Credentials.Get("vaults.credentials.get", "/{credential_id}"),
        Credentials.Update("vaults.credentials.update", "/{credential_id}", DisplayName),
        Credentials.Delete("vaults.credentials.delete", "/{credential_id}"),
        Credentials.Act("vaults.credentials.archive", "/{credential_id}/archive"),
        Credentials.Act("vaults.credentials.mcp_oauth_validate", "/{credential_id}/mcp_oauth_validate"),
    ];
}
