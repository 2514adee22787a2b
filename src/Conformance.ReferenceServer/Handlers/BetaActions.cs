using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Resources;

namespace Conformance.Reference.Handlers;

/// <summary>The operations in beta that do more than read and write a resource.</summary>
internal static class BetaActions
{
    private static readonly Dictionary<string, MemberRule> Repository = new() { ["repository_url"] = new("string") };

    /// <summary>The events of a session or of one of its threads. Nothing happens in a session here, so the stream ends at once.</summary>
    public static ValueTask<Answer?> Stream(ApiRequest request) => CollectionHandlers.Locked(request, (_, _) =>
    {
        if (request.Ids.Any(pair => !request.Store.Has(pair.Key, pair.Value)) || request.Ids.ContainsKey("thread_id"))
        {
            return CollectionHandlers.Missing(request);
        }

        var answer = new Answer(StatusCodes.Status200OK) { WriteBody = (_, _) => Task.CompletedTask };
        answer[HeaderNames.ContentType] = MediaTypes.EventStream + "; charset=utf-8";
        return answer;
    });

    /// <summary>
    /// The Slack channels of one Slack workspace; "404 until it is set up", and none is here.
    /// </summary>
    public static ValueTask<Answer?> SlackChannels(ApiRequest request)
    {
        if (string.IsNullOrEmpty(request.Query("slack_workspace_id")))
        {
            return new(Answers.Invalid(request, "slack_workspace_id: Field required"));
        }

        return new(Answers.NotFound(request, "slack_workspace_id: not found"));
    }

    /// <summary>Looks at a repository of plugins; there is none that it could read.</summary>
    public static ValueTask<Answer?> ValidateRepository(ApiRequest request) => new(
        Members.Problem(request.Json, Repository) is { } problem ? Answers.Invalid(request, problem) : Report());

    /// <summary>Looks at an archive of plugins.</summary>
    public static ValueTask<Answer?> ValidateArchive(ApiRequest request) => new(
        request.Parts.Any(part => part is { Name: "archive", FileName: not null })
            ? Report()
            : Answers.Invalid(request, "archive: Field required"));

    /// <summary>The files of a plugin's version, as a zip archive.</summary>
    public static ValueTask<Answer?> PluginContent(ApiRequest request) => CollectionHandlers.Locked(request, (_, _) =>
        request.Store["beta.plugins.versions"].Find(request.Ids) is { } version
            ? Answers.Bytes("application/binary", ZipFile.Of("plugin.json", $$"""{"name":"{{version["id"]}}"}"""))
            : CollectionHandlers.Missing(request));

    private static Answer Report() => Answers.Json(new JsonObject
    {
        ["type"] = "plugin_marketplace_validation_report",
        ["valid"] = false,
        ["manifest_error"] = "There is no manifest",
        ["manifest_error_code"] = "manifest_not_found",
        ["commit_sha"] = null,
        ["ref"] = null,
        ["total_plugin_count"] = 0,
        ["plugin_errors"] = new JsonArray(),
        ["plugin_warnings"] = new JsonArray(),
    });
}
