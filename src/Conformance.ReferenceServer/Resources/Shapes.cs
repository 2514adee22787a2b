using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference.Handlers;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference.Resources;

/// <summary>
/// How a resource looks in an answer. "With the old beta header [Files and Skills] answer in the old shape" (2026-10).
/// </summary>
internal static class Shapes
{
    /// <summary>The resource as this request sees it; never the stored object itself.</summary>
    public static JsonObject Of(ApiRequest request, Collection collection, JsonObject item)
    {
        var copy = (JsonObject)item.DeepClone();
        switch (collection.Type)
        {
            case "message_batch":
                Batches.Show(request, copy);
                break;
            case "file":
                copy.Remove("content");
                break;
            case "skill" when request.Betas.Contains(KnownBetas.Skills):
                Rename(copy, "display_name", "display_title");
                Rename(copy, "latest_version_id", "latest_version");
                copy["source"] = copy["source"]!["type"]!.DeepClone();
                break;
            case "skill_version" when request.Betas.Contains(KnownBetas.Skills):
                copy["version"] = copy["id"]!.DeepClone();
                copy["directory"] = copy["name"]!.DeepClone();
                break;
        }

        return copy;
    }

    /// <summary>Whether the list has <c>first_id</c> for this request alone.</summary>
    public static bool ListsById(ApiRequest request) =>
        request.Operation!.Id == "files.list" && request.Betas.Contains(KnownBetas.Files);

    /// <summary>Members that the pages of the list have for this request alone.</summary>
    public static IReadOnlyList<string> PageMembers(ApiRequest request) =>
        request.Operation!.Group == OperationGroup.Skills && request.Betas.Contains(KnownBetas.Skills) ? ["has_more"] : [];

    private static void Rename(JsonObject item, string from, string to)
    {
        var value = item[from]!.DeepClone();
        item.Remove(from);
        item[to] = value;
    }
}
