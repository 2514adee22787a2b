using System.Text.Json.Nodes;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference.Resources;

/// <summary>What the operations of a collection do: create, list, get, update, delete, archive.</summary>
internal static class CollectionHandlers
{
    // An operation in beta may be one of a collection that is not.
    private const string Beta = "beta.";

    /// <summary>Creates a resource, below those that the path names.</summary>
    public static ValueTask<Answer?> Create(ApiRequest request) => Locked(request, (shelf, collection) =>
    {
        if (!Parents(request))
        {
            return Missing(request);
        }

        if (collection.Parts.FirstOrDefault(part => !request.Parts.Any(given => IsPart(given, part))) is { } absent)
        {
            return Answers.Invalid(request, $"{absent}: Field required");
        }

        if (collection.Parts.Count == 0 && Members.Problem(request.Json, collection.Members) is { } problem)
        {
            return Answers.Invalid(request, problem);
        }

        if (collection.OneOf.Count > 0 && !collection.OneOf.Any(name => request.Json.TryGetProperty(name, out _)))
        {
            return Answers.Invalid(request, $"one of {string.Join(", ", collection.OneOf)} is required");
        }

        var item = shelf.New();
        if (collection.Parts.Count == 0)
        {
            Members.Apply(item, request.Json, collection.Members);
        }

        foreach (var (key, id) in request.Ids)
        {
            item[collection.Keys[key]] = id;
        }

        var names = collection.Keys.ToDictionary(pair => pair.Key, pair => item[pair.Value]!.GetValue<string>());
        if (collection.Keys.Count > 1)
        {
            if (names.FirstOrDefault(name => name.Value.Length == 0).Key is { } missing)
            {
                return Answers.Invalid(request, $"{missing}: Field required");
            }

            if (!names.All(name => request.Store.Has(name.Key, name.Value)))
            {
                return Missing(request);
            }

            if (shelf.Find(names) is not null)
            {
                return Answers.Error(request, StatusCodes.Status409Conflict, $"The {collection.Type} exists already");
            }
        }

        shelf.Add(item);
        return Answers.Json(Shapes.Of(request, collection, item));
    });

    /// <summary>Lists the resources below those that the path names.</summary>
    public static ValueTask<Answer?> List(ApiRequest request) => Locked(request, (shelf, collection) =>
    {
        if (!Parents(request))
        {
            return Missing(request);
        }

        if (collection.Query.FirstOrDefault(name => string.IsNullOrEmpty(request.Query(name))) is { } missing)
        {
            return Answers.Invalid(request, $"{missing}: Field required");
        }

        var archivedToo = request.Query("include_archived") == "true";
        var items = shelf.All(request.Ids)
            .Where(item => archivedToo || item["archived_at"] is null)
            .Select(item => Shapes.Of(request, collection, item))
            .ToList();
        return request.Operation!.PagesById || Shapes.ListsById(request)
            ? Paging.ById(request, items, collection.Keys.Last().Value)
            : Paging.ByToken(request, items, [.. collection.Page, .. Shapes.PageMembers(request)]);
    });

    /// <summary>Gets the resource that the path names.</summary>
    public static ValueTask<Answer?> Get(ApiRequest request) => Locked(request, (shelf, collection) =>
        shelf.Find(request.Ids) is { } item ? Answers.Json(Shapes.Of(request, collection, item)) : Missing(request));

    /// <summary>Changes the resource that the path names.</summary>
    public static ValueTask<Answer?> Update(ApiRequest request) => Locked(request, (shelf, collection) =>
    {
        if (shelf.Find(request.Ids) is not { } item)
        {
            return Missing(request);
        }

        if (Members.Problem(request.Json, collection.Changes) is { } problem)
        {
            return Answers.Invalid(request, problem);
        }

        Members.Apply(item, request.Json, collection.Changes);
        Touch(item);
        return Answers.Json(Shapes.Of(request, collection, item));
    });

    /// <summary>Deletes the resource that the path names: <c>{"id": …, "type": "…_deleted"}</c>.</summary>
    public static ValueTask<Answer?> Delete(ApiRequest request) => Locked(request, (shelf, collection) =>
    {
        if (shelf.Find(request.Ids) is not { } item)
        {
            return request.Options.Unusual && request.Operation!.AcceptsAbsent
                ? Deleted(collection, new JsonObject(request.Ids.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))))
                : Missing(request);
        }

        shelf.Remove(item);
        return Deleted(collection, item);
    });

    /// <summary>Archives the resource that the path names.</summary>
    public static ValueTask<Answer?> Archive(ApiRequest request) => Locked(request, (shelf, collection) =>
    {
        if (shelf.Find(request.Ids) is not { } item)
        {
            return Missing(request);
        }

        item["archived_at"] ??= Shelf.Now;
        Touch(item);
        return Answers.Json(Shapes.Of(request, collection, item));
    });

    /// <summary>Does something else with the resource that the path names, as its name in the collection's actions has it.</summary>
    public static ValueTask<Answer?> Act(ApiRequest request) => Locked(request, (shelf, collection) =>
    {
        if (!Parents(request) || (request.Ids.Count > 1 && Own(shelf, request) is null))
        {
            return Missing(request);
        }

        var action = request.Operation!.Id[(request.Operation.Id.LastIndexOf('.') + 1)..];
        if (!collection.Actions.TryGetValue(action, out var template))
        {
            return shelf.Find(request.Ids) is { } item ? Answers.Json(Shapes.Of(request, collection, item)) : Missing(request);
        }

        if (template is not JsonObject)
        {
            return Answers.Bytes(Contract.MediaTypes.Json, "null"u8.ToArray());
        }

        var answer = shelf.New((JsonObject)template);
        foreach (var (key, id) in request.Ids.Where(pair => answer.ContainsKey(pair.Key)))
        {
            answer[key] = id;
        }

        return Answers.Json(answer);
    });

    /// <summary>The answer to a deletion.</summary>
    public static Answer Deleted(Collection collection, JsonObject item)
    {
        var answer = new JsonObject { ["type"] = collection.Type + "_deleted" };
        foreach (var member in item.ContainsKey("id") ? ["id"] : collection.Keys.Values)
        {
            answer[member] = item[member]!.DeepClone();
        }

        return Answers.Json(answer);
    }

    /// <summary>404 for the resource that the path names.</summary>
    public static Answer Missing(ApiRequest request) =>
        Answers.NotFound(request, $"{(request.Ids.Count > 0 ? request.Ids.Last().Key : "resource")}: not found");

    /// <summary>Does something with the resources of the request's collection, alone.</summary>
    public static ValueTask<Answer?> Locked(ApiRequest request, Func<Shelf, Collection, Answer> act)
    {
        lock (request.Store.Gate)
        {
            var shelf = request.Store[Name(request.Operation!.Id, request.Store)];
            return new(act(shelf, shelf.Collection));
        }
    }

    // A report has the operation's whole id, and so has a list whose id names no verb.
    private static string Name(string operation, Store store)
    {
        var collection = operation[..operation.LastIndexOf('.')];
        return store.Contains(operation) ? operation
            : store.Contains(collection) ? collection
            : collection[Beta.Length..];
    }

    private static bool IsPart(Bodies.FormPart given, string name) =>
        given.FileName is not null && (given.Name == name || given.Name == name + "[]");

    // The resource itself, where the last id is its own and not that of another collection.
    private static JsonObject? Own(Shelf shelf, ApiRequest request) =>
        shelf.Collection.Keys.ContainsKey(request.Ids.Last().Key) && !request.Store.Owns(request.Ids.Last().Key)
            ? shelf.Find(request.Ids)
            : [];

    private static bool Parents(ApiRequest request) => request.Ids.All(pair => request.Store.Has(pair.Key, pair.Value));

    private static void Touch(JsonObject item)
    {
        if (item.ContainsKey("updated_at"))
        {
            item["updated_at"] = Shelf.Now;
        }
    }
}
