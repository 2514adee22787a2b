using Conformance.Contract;
using Conformance.Reference.Handlers;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Resources;

namespace Conformance.Reference.Stages;

/// <summary>
/// Does what an operation does. Most are what a collection of resources does, by the last word of the operation's id;
/// the others have a handler of their own.
/// </summary>
internal static class Handling
{
    private static readonly Dictionary<string, Stage> Own = new()
    {
        ["messages.create"] = Messages.Create,
        ["messages.count_tokens"] = Messages.CountTokens,
        ["batches.create"] = Batches.Create,
        ["batches.cancel"] = Batches.Cancel,
        ["batches.delete"] = Batches.Delete,
        ["batches.results"] = Batches.Results,
        ["files.upload"] = Files.Upload,
        ["files.content"] = Files.Content,
        ["skills.create"] = Skills.Create,
        ["skills.versions.create"] = Skills.CreateVersion,
        ["beta.skills.versions.content"] = Skills.Content,
        ["completions.create"] = Completions.Create,
        ["organization.get"] = Administration.Organization,
        ["external_keys.validate"] = Administration.ValidateKey,
        ["user_profiles.action_urls"] = Administration.ActionUrl,
        ["spend_limit_increase_requests.approve"] = request => Administration.Resolve(request, "approved"),
        ["spend_limit_increase_requests.deny"] = request => Administration.Resolve(request, "denied"),
        ["beta.spend_limits.set"] = CollectionHandlers.Create,
        ["beta.sessions.events.stream"] = BetaActions.Stream,
        ["beta.sessions.threads.events.stream"] = BetaActions.Stream,
        ["beta.claude_tag.slack_channels.list"] = BetaActions.SlackChannels,
        ["beta.plugin_marketplaces.validate_repository"] = BetaActions.ValidateRepository,
        ["beta.plugin_marketplaces.validate_archive"] = BetaActions.ValidateArchive,
        ["beta.plugins.versions.content"] = BetaActions.PluginContent,
    };

    private static readonly Dictionary<string, Stage> ByVerb = new()
    {
        ["create"] = CollectionHandlers.Create,
        ["list"] = CollectionHandlers.List,
        ["get"] = CollectionHandlers.Get,
        ["update"] = CollectionHandlers.Update,
        ["set"] = CollectionHandlers.Update,
        ["delete"] = CollectionHandlers.Delete,
        ["archive"] = CollectionHandlers.Archive,
    };

    private static readonly Dictionary<string, Stage> Handlers = Operations.Every.ToDictionary(operation => operation.Id, Find);

    /// <summary>200, or 404 where the path names what is not there, or 400 where the body asks for what cannot be.</summary>
    public static ValueTask<Answer?> Handle(ApiRequest request) => Handlers[request.Operation!.Id](request);

    // A report is a list whose id names no verb: usage.messages, analytics.users; any other word is an action on a resource.
    private static Stage Find(Operation operation) =>
        Own.TryGetValue(operation.Id, out var own) ? own
        : ByVerb.TryGetValue(operation.Id[(operation.Id.LastIndexOf('.') + 1)..], out var byVerb) ? byVerb
        : operation.ProbeKind == ProbeKind.Read ? CollectionHandlers.List
        : CollectionHandlers.Act;
}
