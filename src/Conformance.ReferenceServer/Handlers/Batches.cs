using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Resources;

namespace Conformance.Reference.Handlers;

/// <summary>
/// The Message Batches that are more than resources. A batch ends two seconds after it was created, so that both a batch
/// without results and one with them can be seen.
/// </summary>
internal static class Batches
{
    private const string CustomIds = "custom_ids";

    private static readonly TimeSpan Takes = TimeSpan.FromSeconds(2);

    /// <summary>Creates a batch of requests, each with a <c>custom_id</c> of its own and the <c>params</c> of a message.</summary>
    public static ValueTask<Answer?> Create(ApiRequest request)
    {
        if (Problem(request.Json, out var customIds) is { } problem)
        {
            return new(Answers.Invalid(request, problem));
        }

        return CollectionHandlers.Locked(request, (shelf, collection) =>
        {
            var batch = shelf.New();
            batch[CustomIds] = new JsonArray([.. customIds.Select(id => JsonValue.Create(id))]);
            batch["request_counts"]!["processing"] = customIds.Count;
            shelf.Add(batch);
            return Answers.Json(Shapes.Of(request, collection, batch));
        });
    }

    /// <summary>Cancels a batch that has not ended.</summary>
    public static ValueTask<Answer?> Cancel(ApiRequest request) => Found(request, (_, collection, batch) =>
    {
        if (!HasEnded(batch))
        {
            batch["cancel_initiated_at"] ??= Shelf.Now;
        }

        return Answers.Json(Shapes.Of(request, collection, batch));
    });

    /// <summary>Deletes a batch that has ended.</summary>
    public static ValueTask<Answer?> Delete(ApiRequest request) => Found(request, (shelf, collection, batch) =>
    {
        if (!HasEnded(batch))
        {
            return Answers.Invalid(request, "A batch that is in progress cannot be deleted; cancel it first");
        }

        shelf.Remove(batch);
        return CollectionHandlers.Deleted(collection, batch);
    });

    /// <summary>The results, one JSON text a line; 404 <c>not_found_error</c> while there are none (recorded).</summary>
    public static ValueTask<Answer?> Results(ApiRequest request) => Found(request, (_, _, batch) =>
    {
        if (!HasEnded(batch))
        {
            return Answers.NotFound(request, "The batch has no results yet");
        }

        var lines = new StringBuilder();
        foreach (var customId in batch[CustomIds]!.AsArray())
        {
            var line = new JsonObject { ["custom_id"] = customId!.DeepClone(), ["result"] = Result(batch) };
            lines.Append(line.ToJsonString()).Append('\n');
        }

        return Answers.Bytes(MediaTypes.JsonLines, Encoding.UTF8.GetBytes(lines.ToString()));
    });

    /// <summary>Makes of a stored batch what the API shows of it now.</summary>
    public static void Show(ApiRequest request, JsonObject batch)
    {
        var count = batch[CustomIds]!.AsArray().Count;
        batch.Remove(CustomIds);
        var canceled = batch["cancel_initiated_at"] is not null;
        if (HasEnded(batch))
        {
            var http = request.Http.Request;
            batch["processing_status"] = "ended";
            batch["ended_at"] ??= Shelf.Timestamp(Created(batch) + Takes);
            batch["request_counts"]!["processing"] = 0;
            batch["request_counts"]![canceled ? "canceled" : "succeeded"] = count;
            batch["results_url"] = $"{http.Scheme}://{http.Host}{http.PathBase}/v1/messages/batches/{batch["id"]}/results";
        }
        else if (canceled)
        {
            batch["processing_status"] = "canceling";
        }
    }

    private static ValueTask<Answer?> Found(ApiRequest request, Func<Shelf, Collection, JsonObject, Answer> act) =>
        CollectionHandlers.Locked(request, (shelf, collection) =>
            shelf.Find(request.Ids) is { } batch ? act(shelf, collection, batch) : CollectionHandlers.Missing(request));

    private static string? Problem(JsonElement body, out List<string> customIds)
    {
        customIds = [];
        if (!body.TryGetProperty("requests", out var requests)
            || requests.ValueKind != JsonValueKind.Array
            || requests.GetArrayLength() == 0)
        {
            return "requests: Input should be a list of at least one request";
        }

        var seen = new HashSet<string>();
        foreach (var item in requests.EnumerateArray())
        {
            if (Members.Text(item, "custom_id") is not { Length: > 0 and <= 64 } customId)
            {
                return $"requests.{customIds.Count}.custom_id: Input should be a string of 1 to 64 characters";
            }

            if (!item.TryGetProperty("params", out var parameters) || parameters.ValueKind != JsonValueKind.Object)
            {
                return $"requests.{customIds.Count}.params: Field required";
            }

            if (!seen.Add(customId))
            {
                return $"requests.{customIds.Count}.custom_id: is not unique";
            }

            customIds.Add(customId);
        }

        return null;
    }

    private static DateTimeOffset Created(JsonObject batch) =>
        DateTimeOffset.Parse(batch["created_at"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static bool HasEnded(JsonObject batch) => DateTimeOffset.UtcNow >= Created(batch) + Takes;

    private static JsonObject Result(JsonObject batch) =>
        batch["cancel_initiated_at"] is not null
            ? new JsonObject { ["type"] = "canceled" }
            : new JsonObject
            {
                ["type"] = "succeeded",
                ["message"] = new JsonObject
                {
                    ["id"] = Identifiers.New("msg_"),
                    ["type"] = "message",
                    ["role"] = "assistant",
                    ["model"] = "claude-haiku-4-5",
                    ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "Hello!", ["citations"] = null }),
                    ["stop_reason"] = "end_turn",
                    ["stop_sequence"] = null,
                    ["usage"] = Messages.Usage(8, 1),
                },
            };
}
