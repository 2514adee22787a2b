using System.IO.Compression;
using System.Text.Json.Nodes;
using Conformance.Contract;

namespace Conformance.Reference.Pipeline;

/// <summary>What every answer has, and what the freedoms that the options take make of it.</summary>
internal static class Finishing
{
    private const string EdgeBody = """{"error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}""";

    /// <summary>Adds the header fields of the contract to an answer.</summary>
    public static Answer Finish(ApiRequest request, Answer answer)
    {
        var options = request.Options;
        if (options.EdgeTooLarge && answer.Status == StatusCodes.Status413PayloadTooLarge)
        {
            answer.Body = System.Text.Encoding.UTF8.GetBytes(EdgeBody);
            return answer;
        }

        // The identity of the key stands on answers that did not ask for one as well: those of unknown paths.
        var key = request.Key ?? Stages.Authentication.ValidKey(request.Http.Request.Headers);
        answer[HeaderNames.RequestId] = request.RequestId;
        if (key is not null || options.OrganizationIdWithoutKey)
        {
            answer[HeaderNames.OrganizationId] = key is null ? Identifiers.NoOrganization : Identifiers.Organization(key);
        }

        if (request.Key is not null)
        {
            answer[HeaderNames.WorkspaceId] = Identifiers.Workspace(request.Key);
        }

        answer.Sized = !options.Chunked;
        if (options.ExtraMembers)
        {
            AddMembers(answer);
        }

        if (options.Unusual)
        {
            Unusual.Rewrite(answer);
        }

        if (options.Compress && answer.WriteBody is null && AcceptsGzip(request.Http.Request))
        {
            Compress(answer);
        }

        if (options.MixedHeaderCase)
        {
            Capitalize(answer);
        }

        return answer;
    }

    private static void AddMembers(Answer answer)
    {
        answer["x-not-yet-documented"] = "1";
        if (answer[HeaderNames.ContentType] == MediaTypes.Json && JsonNode.Parse(answer.Body.Span) is JsonObject json)
        {
            json.Insert(0, "not_yet_documented", new JsonObject { ["nested"] = new JsonArray(1, null, "text") });
            answer.Body = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
        }
    }

    private static bool AcceptsGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "gzip" && coding.Quality is null or > 0);

    private static void Compress(Answer answer)
    {
        if (answer.Body.IsEmpty)
        {
            return;
        }

        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(answer.Body.Span);
        }

        answer.Body = compressed.ToArray();
        answer[HeaderNames.ContentEncoding] = "gzip";
        answer["vary"] = "accept-encoding";
    }

    private static void Capitalize(Answer answer)
    {
        for (var i = 0; i < answer.Headers.Count; i++)
        {
            var words = answer.Headers[i].Key.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]);
            answer.Headers[i] = new(string.Join('-', words), answer.Headers[i].Value);
        }
    }
}
