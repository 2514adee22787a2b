using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Reference.Bodies;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Resources;

namespace Conformance.Reference.Handlers;

/// <summary>The creation of skills and of their versions, both from a form of files with a <c>SKILL.md</c> at their top.</summary>
internal static class Skills
{
    private const string Versions = "skills.versions";

    /// <summary>Creates a skill with its first version.</summary>
    public static ValueTask<Answer?> Create(ApiRequest request) => CollectionHandlers.Locked(request, (shelf, collection) =>
    {
        if (Description(request) is not { } description)
        {
            return Incomplete(request);
        }

        var skill = shelf.New();
        var version = AddVersion(request, skill, description);
        var title = request.Parts.FirstOrDefault(part => part.Name is "display_name" or "display_title" && part.FileName is null);
        skill["display_name"] = title?.Beginning ?? version["name"]!.GetValue<string>();
        shelf.Add(skill);
        return Answers.Json(Shapes.Of(request, collection, skill));
    });

    /// <summary>Creates a version of the skill that the path names.</summary>
    public static ValueTask<Answer?> CreateVersion(ApiRequest request) => CollectionHandlers.Locked(request, (_, collection) =>
    {
        if (request.Store["skills"].Find(request.Ids) is not { } skill)
        {
            return CollectionHandlers.Missing(request);
        }

        return Description(request) is { } description
            ? Answers.Json(Shapes.Of(request, collection, AddVersion(request, skill, description)))
            : Incomplete(request);
    });

    /// <summary>The files of a version, as a zip archive with its <c>SKILL.md</c>.</summary>
    public static ValueTask<Answer?> Content(ApiRequest request) => CollectionHandlers.Locked(request, (shelf, _) =>
        shelf.Find(request.Ids) is { } version
            ? Answers.Bytes("application/binary", ZipFile.Of(
                $"{version["name"]}/SKILL.md", $"---\nname: {version["name"]}\ndescription: {version["description"]}\n---\n"))
            : CollectionHandlers.Missing(request));

    private static Answer Incomplete(ApiRequest request) => Answers.Invalid(request, "files: must hold a SKILL.md at their top");

    private static string? Description(ApiRequest request) =>
        request.Parts.FirstOrDefault(part => part.Name is "files" or "files[]" && IsDescription(part))?.Beginning;

    private static bool IsDescription(FormPart part) =>
        part.FileName is { } name && name.Split('/') is [.., "SKILL.md"] and { Length: <= 2 };

    private static JsonObject AddVersion(ApiRequest request, JsonObject skill, string description)
    {
        var shelf = request.Store[Versions];
        var version = shelf.New();
        version["id"] = (DateTimeOffset.UtcNow.Ticks / 10 - DateTimeOffset.UnixEpoch.Ticks / 10).ToString(CultureInfo.InvariantCulture);
        version["skill_id"] = skill["id"]!.DeepClone();
        version["name"] = FrontMatter(description, "name");
        version["description"] = FrontMatter(description, "description");
        shelf.Add(version);
        skill["latest_version_id"] = version["id"]!.DeepClone();
        skill["updated_at"] = Shelf.Now;
        return version;
    }

    private static string FrontMatter(string description, string name) =>
        description.Split('\n')
            .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..].Trim() ?? "";
}
