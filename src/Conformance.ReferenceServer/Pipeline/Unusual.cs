using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Contract;
using Conformance.Reference.Hosting;
using Microsoft.AspNetCore.Connections.Features;

namespace Conformance.Reference.Pipeline;

/// <summary>What <see cref="ReferenceServerOptions.Unusual"/> makes of an answer: everything that is legal and that few do.</summary>
internal static class Unusual
{
    // The third answer of a connection is its last one.
    private const int AnswersOfAConnection = 3;

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        IndentCharacter = '\t',
        IndentSize = 1,
        NewLine = "\r\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // What users put into these is theirs.
    private static readonly HashSet<string> OfUsers = ["metadata", "tags", "headers", "settings"];

    /// <summary>A JSON text over several lines, with members that no documentation names.</summary>
    public static string Text(JsonNode json)
    {
        AddMembers(json);
        return json.ToJsonString(Pretty);
    }

    /// <summary>Changes an answer that is otherwise ready.</summary>
    public static void Rewrite(Answer answer)
    {
        var mediaType = answer[HeaderNames.ContentType];
        if (mediaType == MediaTypes.Json && JsonNode.Parse(answer.Body.Span) is { } json)
        {
            answer.Body = System.Text.Encoding.UTF8.GetBytes($"\r\n{Text(json)}\r\n");
        }

        if (mediaType is not null)
        {
            answer[HeaderNames.ContentType] = $"{mediaType.Split(';')[0]} ; Charset=\"utf-8\" ;profile=\"a;b\"";
        }

        answer.Headers.Add(new("Set-Cookie", "__cf_bm=conformance; path=/; HttpOnly; Secure"));
        answer.Headers.Add(new("Set-Cookie", "_cfuvid=conformance; path=/"));
        answer.Headers.Add(new("Vary", "Accept-Encoding, Origin"));
    }

    /// <summary>Prepares the connection of an HTTP/1.1 answer that is about to be written.</summary>
    public static void Prepare(HttpContext http)
    {
        UnusualHeads.Announce(http);
        if (http.Features.Get<IConnectionItemsFeature>()?.Items is { } items)
        {
            var answers = items.TryGetValue(typeof(Unusual), out var before) ? (int)before! + 1 : 1;
            items[typeof(Unusual)] = answers;
            if (answers % AnswersOfAConnection == 0)
            {
                http.Response.Headers.Connection = "close";
            }
        }
    }

    private static void AddMembers(JsonNode? json)
    {
        switch (json)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (!OfUsers.Contains(name))
                    {
                        AddMembers(value);
                    }
                }

                members.Insert(0, "not_yet_documented", new JsonArray(1, null, "ü", new JsonObject()));
                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    AddMembers(item);
                }

                break;
        }
    }
}
