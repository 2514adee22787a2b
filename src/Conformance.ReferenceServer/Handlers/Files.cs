using System.Text;
using System.Text.Json.Nodes;
using Conformance.Reference.Pipeline;
using Conformance.Reference.Resources;

namespace Conformance.Reference.Handlers;

/// <summary>The Files that are more than resources. Of an uploaded file only what describes it is kept.</summary>
internal static class Files
{
    /// <summary>Takes a file from the part <c>file</c> of a form.</summary>
    public static ValueTask<Answer?> Upload(ApiRequest request)
    {
        var file = request.Parts.FirstOrDefault(part => part.Name == "file");
        if (file is not { FileName: { Length: > 0 and <= 255 } fileName })
        {
            return new(Answers.Invalid(request, "file: Field required"));
        }

        return CollectionHandlers.Locked(request, (shelf, collection) =>
        {
            var item = shelf.New();
            item["filename"] = fileName;
            item["mime_type"] = file.ContentType ?? "application/octet-stream";
            item["size_bytes"] = file.Length;
            shelf.Add(item);
            return Answers.Json(Shapes.Of(request, collection, item));
        });
    }

    /// <summary>
    /// The bytes of a file that a tool made. "You can only download files that were created by skills or the code execution
    /// tool": an uploaded one is a 400 (Files API).
    /// </summary>
    public static ValueTask<Answer?> Content(ApiRequest request) => CollectionHandlers.Locked(request, (shelf, _) =>
    {
        if (shelf.Find(request.Ids) is not { } file)
        {
            return CollectionHandlers.Missing(request);
        }

        return file["content"] is JsonValue content
            ? Answers.Bytes(file["mime_type"]!.GetValue<string>(), Encoding.UTF8.GetBytes(content.GetValue<string>()))
            : Answers.Invalid(request, "The file is not downloadable", "file_not_downloadable");
    });
}
